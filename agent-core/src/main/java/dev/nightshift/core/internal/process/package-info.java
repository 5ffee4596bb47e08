/**
 * Child processes: starting them, reading what they print, and ending them with all their children.
 * Not exported; it can change at any time.
 */
package dev.nightshift.core.internal.process;
