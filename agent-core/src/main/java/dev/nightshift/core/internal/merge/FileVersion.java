package dev.nightshift.core.internal.merge;

/**
 * A file, link or submodule as one tree holds it; whether it is executable plays no part.
 *
 * @param type what it is
 * @param id a name of its content: equal for equal bytes
 */
public record FileVersion(Type type, String id) {
  /** What a path can be. */
  public enum Type {
    /** A regular file, executable or not. */
    FILE,
    /** A symbolic link. */
    LINK,
    /** Anything else, such as a submodule. */
    OTHER
  }
}
