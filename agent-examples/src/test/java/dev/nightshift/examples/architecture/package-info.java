/** The directions and promises of ARCHITECTURE.md, as tests over every shipped class. */
package dev.nightshift.examples.architecture;
