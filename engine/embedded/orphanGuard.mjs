// Loaded into every process that the engine starts: when the engine is killed it cannot end them, so they end themselves.
const engine = process.ppid;
setInterval(() => {
    if (process.ppid !== engine) {
        process.exit(1);
    }
}, 500).unref();
