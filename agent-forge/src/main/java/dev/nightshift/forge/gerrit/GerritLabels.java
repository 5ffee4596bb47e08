package dev.nightshift.forge.gerrit;

import java.util.Set;

/**
 * The labels of a Gerrit that are read.
 *
 * @param review the one by which people judge
 * @param checks those by which machines do
 */
record GerritLabels(String review, Set<String> checks) {}
