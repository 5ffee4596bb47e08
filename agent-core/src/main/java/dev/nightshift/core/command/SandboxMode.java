package dev.nightshift.core.command;

/** How much a sandbox is insisted on. */
public enum SandboxMode {
  /** Without a working sandbox nothing is run. */
  REQUIRED,
  /** Without a working sandbox commands run with the user's rights, and the report says so. */
  PREFERRED,
  /** No sandbox is used. */
  OFF
}
