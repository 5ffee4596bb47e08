package dev.nightshift.forge;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * What a pull request says. Title and body may be given to a forge as they are: what agents and
 * tasks contributed mentions nobody, refers to nothing and closes nothing.
 *
 * @param title one line of at most 200 characters
 * @param body Markdown of at most 60,000 characters
 * @param target the short name of the branch it is for
 * @param labels what it is to be found by
 * @param isDraft whether it is marked as not to be merged yet, where the forge can say so
 */
public record PullRequestContent(
    String title, String body, String target, List<String> labels, boolean isDraft) {
  /** Copies the labels; refuses nulls. */
  public PullRequestContent {
    Require.nonNull(title, "title");
    Require.nonNull(body, "body");
    Require.nonNull(target, "target");
    labels = Require.elements(labels, "labels");
  }
}
