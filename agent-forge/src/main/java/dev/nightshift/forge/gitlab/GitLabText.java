package dev.nightshift.forge.gitlab;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Texts in which GitLab would find something to do, and does not. */
final class GitLabText {
  /**
   * A command at the start of a line, which GitLab carries out with the rights of who saves the
   * text. It takes carriage returns away before it looks.
   */
  private static final Pattern COMMAND = Pattern.compile("(?m)^(\\s*)/(?=[A-Za-z_]+(?:\\s|$))");

  private static final Pattern DRAFT =
      Pattern.compile("(?i)^\\s*(?:\\[(?:draft|wip)]|\\((?:draft|wip)\\)|(?:draft|wip):)");

  private GitLabText() {}

  /**
   * A description in which no line is a command. People wrote some of it, and it is saved by the
   * token of the host; what they see is the same outside of code.
   */
  static String withoutCommands(String description) {
    return COMMAND.matcher(description.replace("\r", "")).replaceAll("$1\\\\/");
  }

  /** A title, by whose beginning alone GitLab tells a draft. */
  static String title(String title, boolean isDraft) {
    if (isDraft) {
      return "Draft: " + title;
    }
    return DRAFT.matcher(title).replaceFirst(GitLabText::lookingAlike);
  }

  private static String lookingAlike(MatchResult beginning) {
    return beginning.group().replace(':', '\uff1a').replace('[', '\uff3b').replace('(', '\uff08');
  }
}
