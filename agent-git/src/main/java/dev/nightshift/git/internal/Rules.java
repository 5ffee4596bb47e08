package dev.nightshift.git.internal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The rules of git that hold in one directory of a workspace.
 *
 * @param ignore which untracked files are not committed
 * @param attributes how files are stored
 */
record Rules(IgnoreRules ignore, AttributeRules attributes) {
  /** Returns the rules of a repository that hold everywhere. */
  static Rules ofRepository(Path commonDir) throws IOException {
    return new Rules(IgnoreRules.ofRepository(commonDir), AttributeRules.ofRepository(commonDir));
  }

  /**
   * Returns the rules of a directory below.
   *
   * @param names what is in it
   * @param prefix its path, empty or ending in a slash
   * @param notApplied gets the path of a file that cannot be applied, and why
   */
  Rules enter(
      AgentFiles files,
      Path directory,
      String prefix,
      Set<String> names,
      BiConsumer<String, NotTaken> notApplied)
      throws IOException {
    IgnoreRules ignoreHere = ignore;
    AttributeRules attributesHere = attributes;
    try {
      if (names.contains(IgnoreRules.FILE)) {
        ignoreHere = ignore.enter(files, directory, prefix);
      }
    } catch (NotTaken tooLarge) {
      notApplied.accept(prefix + IgnoreRules.FILE, tooLarge);
    } catch (FileSystemException unreadable) {
      // The file is named where it is visited.
    }
    try {
      if (names.contains(AttributeRules.FILE)) {
        attributesHere = attributes.enter(files, directory, prefix);
      }
    } catch (NotTaken tooLarge) {
      notApplied.accept(prefix + AttributeRules.FILE, tooLarge);
    } catch (FileSystemException unreadable) {
      // The file is named where it is visited.
    }
    return new Rules(ignoreHere, attributesHere);
  }
}
