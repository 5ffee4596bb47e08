/**
 * The built-in tools of the two roles and the text work behind them. Not exported; may change at
 * any time.
 */
package dev.nightshift.core.internal.tool;
