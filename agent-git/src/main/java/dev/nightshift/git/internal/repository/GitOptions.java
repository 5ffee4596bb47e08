package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.setup.SetUp;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/**
 * What the caller chose.
 *
 * @param target the short name of the target, null for the branch HEAD points to
 * @param root the directory for runs, null for the standard one
 * @param commands what commands may reach
 * @param setUp what is brought for commands from elsewhere, null for nothing
 * @param author the name and e-mail address of commits
 * @param time the clock of commits
 */
public record GitOptions(
    @Nullable String target,
    @Nullable Path root,
    CommandPolicy commands,
    @Nullable SetUp setUp,
    Author author,
    TimeSource time) {
  /** What git takes away from both ends of a name. */
  private static final Pattern NOTHING = Pattern.compile("[\\x00-\\x20.,:;<>\"\\\\']*");

  /**
   * Who commits.
   *
   * @param name a name
   * @param email an address
   */
  public record Author(String name, String email) {
    /** Refuses what git refuses: words of which nothing is left without blanks and punctuation. */
    public Author {
      require("name", name);
      require("email", email);
    }

    private static void require(String what, String given) {
      if (NOTHING.matcher(given).matches()) {
        throw new IllegalArgumentException(
            "the "
                + what
                + " of the author, '"
                + VisibleText.name(given)
                + "', is empty for git, which refuses such commits; give a word");
      }
    }
  }

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
