/**
 * What scripted models say, in the words of the roles; played by a server that speaks the Messages
 * API.
 */
package dev.nightshift.examples.script;
