/**
 * The engine behind {@link dev.nightshift.core.Nightshift}: it takes each run through its steps and
 * holds what was shown about its trees. Not exported; it can change at any time.
 *
 * <p>Start with {@link dev.nightshift.core.internal.engine.Engine}, then {@link
 * dev.nightshift.core.internal.engine.EngineScope}.
 */
package dev.nightshift.core.internal.engine;
