/**
 * Steps of a run that are done once: recorded in a journal, and answered from it when the run is
 * told again. Not exported; it can change at any time.
 */
package dev.nightshift.core.internal.journal;
