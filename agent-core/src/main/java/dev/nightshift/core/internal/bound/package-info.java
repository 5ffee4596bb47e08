/**
 * What single roles of a run may spend beside its caps.
 *
 * <p>Start with {@link dev.nightshift.core.internal.bound.RoleBounds}.
 */
package dev.nightshift.core.internal.bound;
