/**
 * Reading of the test reports that builds leave behind, so that a gate can tell which tests ran.
 * Not exported; it can change at any time.
 */
package dev.nightshift.core.internal.junit;
