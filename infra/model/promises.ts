/**
 * The register of promises: every sentence of the public security page that says something about the service.
 *
 * The sentences are the page's own words; a test looks each of them up on the page. There are no numbers here for policies
 * to import: components take theirs from the model, policies state theirs again, so that one slip cannot weaken both.
 */

/** How a promise can be shown to be kept; a report must say which, and never claim more than is true. */
type ProofKind =
    /** A resource of the program keeps it. */
    | "declared"
    /** A policy refuses a program that breaks it. */
    | "asserted"
    /** A recovery drill measured it. */
    | "drilled"
    /** Infrastructure hands the application its settings; the application's own code keeps it. */
    | "delivered-to-app"
    /** People keep it; infrastructure can only show supporting evidence. */
    | "organisational";

export interface Promised {
    /** Part and chapter of the page. */
    readonly section: string;
    /** The page's own Dutch words. */
    readonly sentence: string;
    /** What it means here, in one English sentence. */
    readonly meaning: string;
    /** The kinds of proof that are possible, the strongest claim being all of them. */
    readonly proof: readonly ProofKind[];
}

export const promises = {
    "BKP-1": {
        section: "1.I Back-ups / noodherstel",
        sentence: "Wekelijkse back-ups 1 jaar bewaard",
        meaning:
            "Every customer database and every other data store has weekly backups, each kept for at least one year.",
        proof: ["declared", "asserted", "drilled"],
    },
    "BKP-2": {
        section: "1.I Back-ups / noodherstel",
        sentence: "Back-ups worden opgeslagen op Microsoft Azure",
        meaning: "All backups lie on Azure, those of customers hosted on AWS included.",
        proof: ["declared", "asserted"],
    },
    "BKP-3": {
        section: "1.I Back-ups / noodherstel",
        sentence:
            "Back-ups worden gerepliceerd in ten minste 3 verschillende datacenters in een beschikbaarheidszone in West-Europa.",
        meaning: "Backup storage is zone-redundant, in a region with three availability zones.",
        proof: ["declared", "asserted", "drilled"],
    },
    "BKP-4": {
        section: "1.I Back-ups / noodherstel",
        sentence:
            "Op verzoek kunnen automatische replicaties worden gemaakt in andere beschikbaarheidszones (dit kan extra kosten met zich meebrengen, die worden doorberekend aan de Klant).",
        meaning:
            "A customer may ask for copies in further regions; they are declared as data and their surcharge is reported per customer.",
        proof: ["declared", "asserted"],
    },
    "BKP-5": {
        section: "1.I Back-ups / noodherstel",
        sentence:
            "Je kunt contact opnemen met onze helpdesk om een van deze back-ups terug te zetten naar je actieve database (of naar de zijkant).",
        meaning:
            "Any of these backups can be restored beside the live database, or beside it and then switched over to.",
        proof: ["drilled"],
    },
    "BKP-6": {
        section: "1.I Back-ups / noodherstel",
        sentence: "De daadwerkelijke locaties van onze datacenters staan vermeld in ons Privacybeleid.",
        meaning: "A generated statement says which data of which customer lies where.",
        proof: ["declared"],
    },
    "HOST-1": {
        section: "1.I Back-ups / noodherstel",
        sentence:
            "er worden geen diensten direct op baremetal gehost, maar alleen op virtuele servers of managed services van Microsoft Azure of Amazon Web Services.",
        meaning:
            "No bare-metal, dedicated-host, edge or on-premises resource and no cloud besides Azure and AWS, by any route.",
        proof: ["declared", "asserted"],
    },
    "DR-1": {
        section: "1.I Back-ups / noodherstel",
        sentence: "waardoor failover naar onze lokale hot-standby niet mogelijk is",
        meaning:
            "A hot standby in another datacenter of the region takes over: database pools and virtual machines are spread over zones.",
        proof: ["declared", "asserted", "drilled"],
    },
    "DR-2": {
        section: "1.I Back-ups / noodherstel",
        sentence: "RPO (Recovery Point Objective) = 24 uur.",
        meaning:
            "At no moment is any customer's newest restorable point older than the promised recovery point objective.",
        proof: ["declared", "asserted", "drilled"],
    },
    "DR-3": {
        section: "1.I Back-ups / noodherstel",
        sentence:
            "RTO (Recovery Time Objective) = 24 uur voor betaalde abonnementen, 48 uur voor gratis proefabonnementen, educatieve aanbiedingen, freemium gebruikers, enz.",
        meaning:
            "A whole lost site is back within the recovery time objective of its customers' plans, paid customers first.",
        proof: ["declared", "asserted", "drilled"],
    },
    "DR-4": {
        section: "1.I Back-ups / noodherstel",
        sentence: "we bewaken onze dagelijkse back-ups actief",
        meaning: "Failed and missing backups raise alerts that reach people.",
        proof: ["declared", "asserted", "drilled"],
    },
    "DR-5": {
        section: "1.I Back-ups / noodherstel",
        sentence:
            "We hebben een geautomatiseerd provisioningsysteem om onze services op een nieuwe hostingsite te implementeren.",
        meaning: "One command rebuilds a site elsewhere; nothing in the program is tied to one region.",
        proof: ["declared", "drilled"],
    },
    "DR-6": {
        section: "1.I Back-ups / noodherstel",
        sentence:
            "De restore van gegevens op basis van onze back-ups van de vorige dag kan dan worden uitgevoerd in een kwestie van uren (voor de grootste clusters).",
        meaning: "A recovery restores each customer's newest restorable point, within hours.",
        proof: ["drilled"],
    },
    "DB-1": {
        section: "1.II Databasebeveiliging",
        sentence:
            "Klantgegevens kunnen worden opgeslagen in een speciale database - geen gegevensuitwisseling tussen klanten.",
        meaning: "Each customer has a database of its own, and nothing of one customer can reach another's.",
        proof: ["declared", "asserted"],
    },
    "PWD-1": {
        section: "1.III Wachtwoordbeveiliging",
        sentence:
            "Wachtwoorden van klanten worden beschermd door PBKDF2+SHA512-codering volgens de industriestandaard (salted + uitgerekt voor duizenden beurten).",
        meaning: "The application receives the password-hashing settings it must apply.",
        proof: ["delivered-to-app"],
    },
    "PWD-2": {
        section: "1.III Wachtwoordbeveiliging",
        sentence:
            "De medewerkers van Oxygis hebben geen toegang tot uw wachtwoord en kunnen het niet voor u achterhalen. De enige optie als u het kwijt bent, is om het opnieuw in te stellen.",
        meaning:
            "Staff roles cannot read credential stores; first logins are generated, exist only as secrets and must be changed.",
        proof: ["declared", "asserted"],
    },
    "PWD-3": {
        section: "1.III Wachtwoordbeveiliging",
        sentence: "Inloggegevens worden altijd veilig verzonden via HTTPS.",
        meaning: "Credentials travel over HTTPS only, as all other traffic does (COM-1).",
        proof: ["declared", "asserted"],
    },
    "PWD-4": {
        section: "1.III Wachtwoordbeveiliging",
        sentence:
            "Wachtwoordbeleid: wachtwoorden moeten minstens 10 tekens lang zijn en minstens één hoofdletter, één kleine letter, één cijfer en één speciaal teken bevatten.",
        meaning: "The application receives the password rules, and every generated password obeys them.",
        proof: ["delivered-to-app", "declared", "asserted"],
    },
    "STAFF-1": {
        section: "1.IV Toegang personeel",
        sentence:
            "Hiervoor gebruiken ze hun eigen inloggegevens, niet uw wachtwoord (dat ze op geen enkele manier kunnen weten).",
        meaning: "Staff sign in as themselves through Entra ID; no shared or local account exists anywhere.",
        proof: ["declared", "asserted"],
    },
    "STAFF-2": {
        section: "1.IV Toegang personeel",
        sentence:
            "je hoeft nooit je wachtwoord te delen en we kunnen de acties van medewerkers afzonderlijk controleren en monitoren!",
        meaning: "Every staff action is logged under the person's own identity, and elevation raises an alert.",
        proof: ["declared", "asserted"],
    },
    "STAFF-3": {
        section: "1.IV Toegang personeel",
        sentence:
            "Onze helpdeskmedewerkers doen hun uiterste best om je privacy te respecteren en hebben alleen toegang tot de bestanden en parameters die nodig zijn om je probleem te diagnosticeren en op te lossen.",
        meaning:
            "Least-privilege roles are eligible just in time and for a limited time; nobody has standing write access.",
        proof: ["declared", "asserted"],
    },
    "PHYS-1": {
        section: "1.V Fysieke beveiliging",
        sentence: "Oxygis Cloud servers worden gehost op Microsoft Azure, er is geen fysieke toegang mogelijk.",
        meaning: "Nobody of Oxygis can enter a datacenter; the allowed clouds and regions are the evidence.",
        proof: ["organisational"],
    },
    "COM-1": {
        section: "1.VI Communicatie",
        sentence:
            "Alle datacommunicatie naar Client-instanties wordt beschermd door de allernieuwste 256-bit SSL (HTTPS) encryptie.",
        meaning:
            "The public edge speaks HTTPS only, with modern TLS and 256-bit cipher suites only; everything behind it is encrypted with modern TLS too.",
        proof: ["declared", "asserted"],
    },
    "SW-1": {
        section: "2.I Software beveiliging",
        sentence: "Oxygis is gecodeerd in C# voor de backend en AngularJS voor de frontend.",
        meaning: "The compute tier runs .NET on virtual machines and serves the static front end.",
        proof: ["declared"],
    },
    "SW-2": {
        section: "2.I Software beveiliging",
        sentence:
            "De R&D-processen van Oxygis omvatten codebeoordelingsfasen die de beveiligingsaspecten van zowel nieuwe als bestaande code-elementen omvatten.",
        meaning: "Changes are reviewed by people; the review and policy gates of the repository are the evidence.",
        proof: ["organisational"],
    },
    "SW-3": {
        section: "2.II Veiligheid door ontwerp",
        sentence:
            "SQL-injecties worden voorkomen door een APl op een hoger niveau te gebruiken waarvoor geen handmatige SQL-query's nodig zijn.",
        meaning: "The application prevents SQL injection; the web application firewall blocks it in front as well.",
        proof: ["delivered-to-app", "declared", "asserted"],
    },
    "SW-4": {
        section: "2.II Veiligheid door ontwerp",
        sentence:
            "XSS-aanvallen worden voorkomen door het gebruik van een high-level modelleringssysteem dat automatisch geinjecteerde gegevens escapeert.",
        meaning: "The application escapes output; firewall rules and security headers at the edge stand in front.",
        proof: ["delivered-to-app", "declared", "asserted"],
    },
    "SW-5": {
        section: "2.III OWASP's top kwetsbaarheden",
        sentence: "Oxygis bevat een geintegreerd CSRF-beschermingsmechanisme.",
        meaning: "The application receives its anti-forgery settings.",
        proof: ["delivered-to-app"],
    },
    "SW-6": {
        section: "2.III OWASP's top kwetsbaarheden",
        sentence: "Oxygis biedt geen functies voor het opnemen van bestanden op afstand.",
        meaning: "Firewall rules block remote file inclusion, and outbound traffic is restricted to named hosts.",
        proof: ["declared", "asserted"],
    },
    "SW-7": {
        section: "2.III OWASP's top kwetsbaarheden",
        sentence: "elk verzoek altijd door de validatielaag voor gegevenstoegang moet.",
        meaning: "The application's own layer validates every request; infrastructure claims nothing here.",
        proof: ["organisational"],
    },
    "SW-8": {
        section: "2.III OWASP's top kwetsbaarheden",
        sentence:
            "Oxygis gebruikt een standaard veilige hash voor gebruikerswachtwoorden (standaard PKFDB2 + SHA-512, met key stretching) om opgeslagen wachtwoorden te beschermen. Het is ook mogelijk om externe authenticatiesystemen te gebruiken om te voorkomen dat gebruikerswachtwoorden lokaal worden opgeslagen.",
        meaning: "The application receives the hash settings and the choice of an external identity provider.",
        proof: ["delivered-to-app"],
    },
    "SW-9": {
        section: "2.III OWASP's top kwetsbaarheden",
        sentence:
            "worden deze URL's digitaal ondertekend met unieke tokens en alleen per e-mail verzonden naar de beoogde ontvanger.",
        meaning: "A generated and rotated signing key lies in the key store, and no storage is publicly readable.",
        proof: ["declared", "asserted", "delivered-to-app"],
    },
    "VULN-1": {
        section: "2 Kwetsbaarheden in de beveiliging melden",
        sentence: "Als u een beveiligingskwetsbaarheid wilt melden, meld dit dan zo snel mogelijk aan onze Helpdesk.",
        meaning: "A published security.txt names the disclosure contact.",
        proof: ["declared", "asserted"],
    },
    "DOC-1": {
        section: "2 Update en contact",
        sentence:
            "Dit document wordt regelmatig bijgewerkt om ontwikkelingen in onze veiligheidspraktijken weer te geven.",
        meaning: "The report of all promises and their proof is generated, dated and reproducible.",
        proof: ["declared"],
    },
    "CERT-1": {
        section: "2 Aanvullende informatie over veiligheid",
        sentence:
            "De cloudinfrastructuur die Oxygis gebruikt, is gebaseerd op Microsoft Azure-datacenters die ISO 27001 en SOC 2 gecertificeerd zijn en voldoen aan de beveiligingsstandaarden van de sector.",
        meaning: "Only regions whose datacenters hold both certificates are allowed.",
        proof: ["declared", "asserted"],
    },
    "ACC-1": {
        section: "2 Aanvullende informatie over veiligheid",
        sentence:
            "Toegang tot productieomgevingen is strikt beperkt tot geautoriseerde leden van het technische team, die allemaal onder een interne vertrouwelijkheidsovereenkomst vallen.",
        meaning: "Production is reached through reviewed groups only, and by no public network path.",
        proof: ["declared", "asserted"],
    },
    "ACC-2": {
        section: "2 Aanvullende informatie over veiligheid",
        sentence: "Toegangslogboeken worden bewaard voor analyse in het geval van een incident.",
        meaning:
            "Access logs of every public and critical resource are kept for at least a year, out of reach of tampering.",
        proof: ["declared", "asserted"],
    },
    "TEST-1": {
        section: "2 Veiligheidstests",
        sentence:
            "Oxygis voert regelmatig beveiligingstests uit, waaronder geautomatiseerde kwetsbaarheidsscans op zijn productieomgevingen, om minimale blootstelling aan bekende risico's te garanderen.",
        meaning: "Automated vulnerability scans run over production.",
        proof: ["declared", "asserted"],
    },
    "AUTH-1": {
        section: "2 Authenticatie en toegangsbeheer",
        sentence:
            "Oxygis adviseert het gebruik van sterke wachtwoorden en twee-factor authenticatie (2FA) voor toegang tot zijn platforms, indien beschikbaar.",
        meaning: "Staff need a second factor; the application receives the setting that offers it to customers.",
        proof: ["declared", "asserted", "delivered-to-app"],
    },
    "AUTH-2": {
        section: "2 Authenticatie en toegangsbeheer",
        sentence: "Gebruikersrollen maken een nauwkeurig beheer van toegangsrechten tot functies en gegevens mogelijk.",
        meaning: "Role definitions are code.",
        proof: ["declared", "asserted"],
    },
} as const satisfies Record<string, Promised>;

export type PromiseId = keyof typeof promises;
