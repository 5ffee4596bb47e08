package dev.nightshift.forge.github;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.forge.Discussion;
import dev.nightshift.forge.Forge;
import dev.nightshift.forge.PullRequest;
import dev.nightshift.forge.PullRequestContent;
import dev.nightshift.forge.internal.ForgeToken;
import dev.nightshift.forge.internal.RestClient;
import dev.nightshift.git.GitRemote;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A repository on GitHub, by version 2022-11-28 of its REST API.
 *
 * <p>The token needs to read the repository and its checks, and to write contents and pull
 * requests; who closed a request is told to one that may read issues. It is sent to the API and to
 * the git server of the forge only, never in an address.
 *
 * <p><b>Limits:</b> a request that GitHub refuses because of a limit is repeated after the wait it
 * asks for, as long as the host's {@linkplain Builder#patience patience} lasts. The whole of an
 * answer is waited for 60 seconds, and is at most 8 MB.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public final class GitHubForge implements Forge {
  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*/(?!\\.\\.?$)[A-Za-z0-9._-]+");
  private static final Map<String, String> STANDARD_HEADERS =
      Map.of(
          "Accept", "application/vnd.github+json",
          "X-GitHub-Api-Version", "2022-11-28",
          "User-Agent", "nightshift");

  private final String repository;
  private final URI web;
  private final ForgeToken token;
  private final GitHubPulls pulls;

  private GitHubForge(Builder builder) {
    this.repository = builder.repository;
    this.web = builder.web;
    this.token = new ForgeToken(builder.token, name());
    RestClient client =
        new RestClient(name(), builder.api, this::headers, builder.time, builder.patience);
    this.pulls = new GitHubPulls(client, repository);
  }

  /**
   * Names a repository on github.com, with the token of the environment: {@code GITHUB_TOKEN}, else
   * {@code GH_TOKEN}.
   *
   * @param repository as {@code OWNER/NAME}
   * @return the forge; nothing is asked yet
   * @throws IllegalArgumentException if the name is of another shape
   */
  public static GitHubForge of(String repository) {
    return builder(repository).build();
  }

  /**
   * Starts at github.com and the token of the environment.
   *
   * @param repository as {@code OWNER/NAME}
   * @return a builder, not safe for concurrent use
   * @throws IllegalArgumentException if the name is of another shape
   */
  public static Builder builder(String repository) {
    Require.nonNull(repository, "repository");
    if (!REPOSITORY.matcher(repository).matches()) {
      throw new IllegalArgumentException(
          "repository '" + VisibleText.name(repository) + "' must be OWNER/NAME, as acme/shop");
    }
    return new Builder(repository);
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new java.util.HashMap<>(STANDARD_HEADERS);
    headers.put("Authorization", "Bearer " + token.value());
    return headers;
  }

  @Override
  public String name() {
    return "github:" + repository;
  }

  @Override
  public GitRemote remote(Path local) {
    return GitRemote.at(local, web + "/" + repository + ".git")
        .withToken("x-access-token", token::value);
  }

  @Override
  public Optional<PullRequest> find(String branch) throws InterruptedException {
    return pulls.find(Require.nonNull(branch, "branch"));
  }

  @Override
  public PullRequest open(String branch, PullRequestContent content) throws InterruptedException {
    return pulls.open(Require.nonNull(branch, "branch"), Require.nonNull(content, "content"));
  }

  @Override
  public PullRequest update(PullRequest known, PullRequestContent content)
      throws InterruptedException {
    return pulls.update(Require.nonNull(known, "known"), Require.nonNull(content, "content"));
  }

  @Override
  public Discussion discussion(PullRequest known, Set<String> reviewers)
      throws InterruptedException {
    return pulls.discussion(
        Require.nonNull(known, "known"), Set.copyOf(Require.elements(reviewers, "reviewers")));
  }

  /** Returns {@link #name}. */
  @Override
  public String toString() {
    return name();
  }

  /** Collects options. Not safe for concurrent use. */
  public static final class Builder {
    private final String repository;
    private URI api = URI.create("https://api.github.com");
    private URI web = URI.create("https://github.com");
    private Supplier<String> token = () -> environmentToken(System.getenv());
    private TimeSource time = TimeSource.system();
    private Duration patience = Duration.ofMinutes(2);

    private Builder(String repository) {
      this.repository = repository;
    }

    private static String environmentToken(Map<String, String> environment) {
      @Nullable String standard = environment.get("GITHUB_TOKEN");
      @Nullable String other = environment.get("GH_TOKEN");
      String fallback = other == null ? "" : other;
      return standard == null || standard.isBlank() ? fallback : standard;
    }

    /**
     * Sets what authenticates.
     *
     * @param token asked for each request, so that it may be renewed; what it returns is neither
     *     kept nor written anywhere
     * @return this builder
     */
    public Builder token(Supplier<String> token) {
      this.token = Require.nonNull(token, "token");
      return this;
    }

    /**
     * Sets another server than github.com, as GitHub Enterprise has it.
     *
     * @param web where people see it and git pushes to, {@code https://github.example.com}
     * @param api where its API is, {@code https://github.example.com/api/v3}
     * @return this builder
     * @throws IllegalArgumentException if one is not {@code https}, nor {@code http} on this
     *     computer
     */
    public Builder server(URI web, URI api) {
      this.web = ForgeToken.requirePrivate(Require.nonNull(web, "web"));
      this.api = ForgeToken.requirePrivate(Require.nonNull(api, "api"));
      return this;
    }

    /**
     * Sets how long one request may wait in all because of a limit or a failure.
     *
     * @param patience default 2 minutes; zero to wait for nothing
     * @return this builder
     */
    public Builder patience(Duration patience) {
      this.patience = Require.notNegative(patience, "patience");
      return this;
    }

    /**
     * Sets the clock of the waits.
     *
     * @param time default the system's
     * @return this builder
     */
    public Builder time(TimeSource time) {
      this.time = Require.nonNull(time, "time");
      return this;
    }

    /**
     * Makes the forge; nothing is asked yet.
     *
     * @return the forge
     */
    public GitHubForge build() {
      return new GitHubForge(this);
    }
  }
}
