package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.command.CommandPolicy;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/**
 * What the caller chose.
 *
 * @param target the short name of the target, null for the branch HEAD points to
 * @param root the directory for runs, null for the standard one
 * @param commands what commands may reach
 * @param author the name and e-mail address of commits
 * @param time the clock of commits
 */
public record GitOptions(
    @Nullable String target,
    @Nullable Path root,
    CommandPolicy commands,
    Author author,
    TimeSource time) {
  /**
   * Who commits.
   *
   * @param name a name
   * @param email an address
   */
  public record Author(String name, String email) {}

  public PersonIdent now() {
    return new PersonIdent(author.name(), author.email(), time.now(), ZoneOffset.UTC);
  }

  public PersonIdent at(int epochSecond) {
    return new PersonIdent(
        author.name(),
        author.email(),
        java.time.Instant.ofEpochSecond(epochSecond),
        ZoneOffset.UTC);
  }
}
