package dev.nightshift.core.agent;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.tree.TreeView;
import java.util.Optional;

/**
 * What a repository tells agents. It is read from the base commit, also behind links within its
 * tree; if it is there and cannot be read, the prompt says so.
 */
final class RepositoryInstructions {
  static final String FILE = "AGENTS.md";
  static final int MAX_BYTES = 20_000;
  private static final int MAX_TARGET_CHARS = 200;

  private static final TemplateFile WORDS =
      TemplateFile.of(RepositoryInstructions.class, "repository-instructions.md");
  private static final Template FOLLOWS = WORDS.template("follows", "file", "instructions");
  private static final Template NOT_READ = WORDS.template("not-read", "file", "why");
  private static final Template LINK = WORDS.template("link", "file", "target");
  private static final String NO_TEXT = WORDS.text("no-text");

  private RepositoryInstructions() {}

  /** Returns the section of the first prompt, empty if the repository tells nothing. */
  static Optional<String> of(TreeView base) {
    Optional<String> target = base.linkTarget(FILE);
    String file =
        target
            .map(text -> LINK.fill(FILE, VisibleText.oneLine(text, MAX_TARGET_CHARS)))
            .orElse(FILE);
    try {
      String path = target.isEmpty() ? FILE : TreeLinks.follow(base, FILE);
      Optional<DecodedText> read = DecodedText.of(base.read(path).bytes());
      return read.isEmpty()
          ? Optional.of(NOT_READ.fill(file, NO_TEXT))
          : read.map(DecodedText::text)
              .filter(text -> !text.isBlank())
              .map(text -> FOLLOWS.fill(file, fenced(text)));
    } catch (WorkspaceException unread) {
      return target.isEmpty() && unread.kind() == WorkspaceException.Kind.NOT_FOUND
          ? Optional.empty()
          : Optional.of(
              NOT_READ.fill(file, VisibleText.oneLine(unread.getMessage(), MAX_TARGET_CHARS)));
    }
  }

  private static String fenced(String text) {
    return UntrustedText.block("repository-instructions", CappedText.head(text, MAX_BYTES));
  }
}
