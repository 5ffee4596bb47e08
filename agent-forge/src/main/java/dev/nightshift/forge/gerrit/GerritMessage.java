package dev.nightshift.forge.gerrit;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.forge.PullRequestContent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The message of the commit that stands for a run, which is all that a change says. */
final class GerritMessage {
  private static final String COMMIT = "Nightshift-Commit: ";
  private static final int MAX_BODY_CHARS = 10_000;
  private static final String HOW =
      "On Gerrit: one reply with a negative vote of the review label is one request; abandon the"
          + " change to end it.";

  private GerritMessage() {}

  /** The {@code Change-Id} of what a branch brings to a project, the same each time. */
  static String changeId(String project, String branch) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      byte[] name =
          ("nightshift change\0" + project + "\0" + branch).getBytes(StandardCharsets.UTF_8);
      return "I" + HexFormat.of().formatHex(sha.digest(name));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-1", impossible);
    }
  }

  /**
   * The whole message.
   *
   * @param trailers of the run's branch, a line each
   */
  static String of(PullRequestContent content, String trailers, String commit, String changeId) {
    String body = content.body().strip();
    String shown =
        body.length() <= MAX_BODY_CHARS
            ? body
            : VisibleText.cut(body, MAX_BODY_CHARS)
                + "\n\nThe rest is left out for its length; the report of the run has it.";
    return "%s\n\n%s\n\n%s\n\n%s%s%s\nChange-Id: %s\n"
        .formatted(
            content.title().isBlank() ? "Work of a run" : content.title(),
            shown,
            HOW,
            trailers,
            COMMIT,
            commit,
            changeId);
  }

  /** The commit of a run that a message claims to stand for; empty if it names none, or several. */
  static String commit(String message) {
    String text = message.stripTrailing();
    List<String> named =
        text.substring(text.lastIndexOf("\n\n") + 1)
            .lines()
            .filter(line -> line.startsWith(COMMIT))
            .map(line -> line.substring(COMMIT.length()))
            .toList();
    return named.size() == 1 && named.get(0).matches("[0-9a-f]{40}") ? named.get(0) : "";
  }
}
