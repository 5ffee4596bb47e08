/**
 * A model call over HTTP up to what differs between vendors, which a {@link
 * dev.nightshift.models.internal.wire.WireFormat} says. Not API.
 */
package dev.nightshift.models.internal.wire;
