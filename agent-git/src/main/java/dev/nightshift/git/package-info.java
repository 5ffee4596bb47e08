/** Private branches and trees for runs, kept in a git repository. */
package dev.nightshift.git;
