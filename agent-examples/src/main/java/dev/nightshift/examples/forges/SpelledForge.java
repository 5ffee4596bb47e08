package dev.nightshift.examples.forges;

import dev.nightshift.forge.Forge;
import dev.nightshift.forge.github.GitHubForge;
import dev.nightshift.forge.gitlab.GitLabForge;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A repository on a forge by one word, with the token of the environment. */
public final class SpelledForge {
  /** How it is spelled, for who has to. */
  public static final String FORMS =
      "github:OWNER/NAME or gitlab:GROUP/NAME, with https://HOST/ behind the colon for a server of"
          + " your own";

  private static final Pattern SPELLING =
      Pattern.compile("(github|gitlab):(https?://[^/?#]+/)?([^?#]+)");

  private SpelledForge() {}

  /**
   * Reads a spelling.
   *
   * @param spelled {@code github:acme/shop}, {@code gitlab:https://git.example.com/acme/shop}
   * @return the forge; nothing is asked yet
   * @throws IllegalArgumentException if it is of another form; the message says which there are
   */
  public static Forge of(String spelled) {
    Matcher parts = SPELLING.matcher(spelled);
    if (!parts.matches()) {
      throw new IllegalArgumentException("is no repository on a forge; write " + FORMS);
    }
    String server = parts.group(2);
    String repository = parts.group(3);
    return parts.group(1).equals("github")
        ? github(repository, server == null ? "" : server)
        : gitlab(repository, server == null ? "" : server);
  }

  /**
   * Says where the token of a forge is from.
   *
   * @param spelled what {@link #of} takes
   * @return the environment variables, the first that is set counts
   */
  public static List<String> tokenVariables(String spelled) {
    return spelled.startsWith("github:")
        ? List.of("GITHUB_TOKEN", "GH_TOKEN")
        : List.of("GITLAB_TOKEN");
  }

  private static Forge github(String repository, String server) {
    GitHubForge.Builder builder = GitHubForge.builder(repository);
    return server.isEmpty()
        ? builder.build()
        : builder.server(URI.create(server), URI.create(server + "api/v3")).build();
  }

  private static Forge gitlab(String repository, String server) {
    GitLabForge.Builder builder = GitLabForge.builder(repository);
    return server.isEmpty() ? builder.build() : builder.server(URI.create(server)).build();
  }
}
