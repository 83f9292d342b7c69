// `node apps/frappe/socketio.js` from the bench root (what bench's Procfile calls): the realtime server.

const { findSites, readConfig } = require("./bench-root");
const { start } = require("./realtime");

async function main() {
	const sites = findSites();
	const config = readConfig(sites);
	for (const key of ["socketio_port", "redis_socketio"]) {
		if (!config[key]) throw new Error(`common_site_config.json lacks ${key}`);
	}
	const server = await start({ sites, config });
	console.log(`Realtime server listens on 127.0.0.1:${server.port}`);
	for (const signal of ["SIGINT", "SIGTERM"]) {
		process.once(signal, () => server.close().finally(() => process.exit(0)));
	}
}

main().catch((error) => {
	const taken = error.code === "EADDRINUSE" && `Port ${error.port} is taken: see socketio_port`;
	console.error(taken || error.message);
	process.exitCode = 1;
});
