/**
 * What is brought from elsewhere before an agent starts, with the network and with secrets that the
 * agent never has.
 *
 * <p>Start with {@link dev.nightshift.core.setup.SetUp}, which a host declares:
 *
 * <pre>{@code
 * SetUp packages =
 *     SetUp.builder(Command.of("npm", "ci", "--ignore-scripts"))
 *         .addLockFile("package-lock.json")
 *         .addKept("node_modules")
 *         .addSecret("NPM_TOKEN")
 *         .build();
 * Workspaces workspaces = GitWorkspaces.builder(directory).setUp(packages).build();
 * }</pre>
 *
 * <p><b>Threads:</b> values are immutable; {@link dev.nightshift.core.setup.SetUpStore}, for
 * implementers of workspaces, is safe for concurrent use.
 */
package dev.nightshift.core.setup;
