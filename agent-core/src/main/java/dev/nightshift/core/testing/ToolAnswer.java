package dev.nightshift.core.testing;

/** What a script expects a tool to answer to one of its calls. */
enum ToolAnswer {
  /** Whatever it is. */
  ANY,
  /** The tool did what was asked. */
  SUCCESS,
  /** The tool refused or failed. */
  ERROR;

  boolean allows(boolean isError) {
    return this == ANY || (this == ERROR) == isError;
  }
}
