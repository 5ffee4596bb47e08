/** The only code that knows JGit. Not exported; it can change at any time. */
package dev.nightshift.git.internal;
