/** Shown while a cell is down. Everything is in it: the content security policy lets no style or script in from elsewhere, or inline. */
export const maintenancePage = `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Oxygis</title>
</head>
<body>
<h1>Oxygis</h1>
<p>Oxygis is even niet bereikbaar. Uw gegevens zijn veilig; probeer het over enkele minuten opnieuw.</p>
<p lang="en">Oxygis is unavailable for a moment. Your data is safe; please try again in a few minutes.</p>
</body>
</html>
`;
