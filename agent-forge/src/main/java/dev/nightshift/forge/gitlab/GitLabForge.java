package dev.nightshift.forge.gitlab;

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
 * A project on GitLab, by version 4 of its REST API.
 *
 * <p>The token is one of a person, a project or a group, with the scopes {@code api} and {@code
 * write_repository} and the role of a developer. It is sent to the API and to the git server of the
 * forge only, never in an address.
 *
 * <p><b>Reviews:</b> GitLab names no commit that an approval or a request for changes is about;
 * their time tells it, compared with the times at which the versions of the merge request came to
 * be. One whose time is not told approves nothing, and withholds approval. A review that requests
 * changes is what its author wrote about that version up to when they requested them.
 *
 * <p><b>Limits:</b> a request that GitLab refuses because of a limit is repeated after the wait it
 * asks for, as long as the host's {@linkplain Builder#patience patience} lasts. The whole of an
 * answer is waited for 60 seconds, and is at most 8 MB.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Source:</b> docs/decisions/055-a-second-forge.
 */
public final class GitLabForge implements Forge {
  private static final Pattern PROJECT =
      Pattern.compile(
          "(?:(?!\\.{1,2}/)[A-Za-z0-9_.][A-Za-z0-9_.-]*/)+(?!\\.{1,2}$)[A-Za-z0-9_.-]+");
  private static final int MAX_PATH = 255;

  private final String project;
  private final URI web;
  private final ForgeToken token;
  private final GitLabRequests requests;

  private GitLabForge(Builder builder) {
    this.project = builder.project;
    this.web = builder.web;
    this.token = new ForgeToken(builder.token, name());
    RestClient client =
        new RestClient(
            name(), URI.create(web + "/api/v4"), new Access(token), builder.time, builder.patience);
    this.requests = new GitLabRequests(client, project);
  }

  /** How requests authenticate. */
  private record Access(ForgeToken token) implements RestClient.Credentials {
    @Override
    public Map<String, String> headers() {
      return Map.of(
          "Accept", "application/json",
          "User-Agent", "nightshift",
          "PRIVATE-TOKEN", token.value());
    }

    @Override
    public String rights() {
      return "the scopes api and write_repository, and the role of a developer of the project";
    }
  }

  /**
   * Names a project on gitlab.com, with the token of the environment, {@code GITLAB_TOKEN}.
   *
   * @param project its path, {@code GROUP/NAME} or {@code GROUP/SUBGROUP/NAME}
   * @return the forge; nothing is asked yet
   * @throws IllegalArgumentException if the path is of another shape
   */
  public static GitLabForge of(String project) {
    return builder(project).build();
  }

  /**
   * Starts at gitlab.com and the token of the environment.
   *
   * @param project its path, {@code GROUP/NAME} or {@code GROUP/SUBGROUP/NAME}
   * @return a builder, not safe for concurrent use
   * @throws IllegalArgumentException if the path is of another shape
   */
  public static Builder builder(String project) {
    Require.nonNull(project, "project");
    if (project.length() > MAX_PATH || !PROJECT.matcher(project).matches()) {
      throw new IllegalArgumentException(
          "project '"
              + VisibleText.cut(VisibleText.name(project), MAX_PATH)
              + "' must be GROUP/NAME, as acme/shop or acme/web/shop");
    }
    return new Builder(project);
  }

  @Override
  public String name() {
    return "gitlab:" + project;
  }

  @Override
  public GitRemote remote(Path local) {
    return GitRemote.at(local, web + "/" + project + ".git").withToken("oauth2", token::value);
  }

  @Override
  public Optional<PullRequest> find(String branch) throws InterruptedException {
    return requests.find(Require.nonNull(branch, "branch"));
  }

  @Override
  public PullRequest open(String branch, PullRequestContent content) throws InterruptedException {
    return requests.open(Require.nonNull(branch, "branch"), Require.nonNull(content, "content"));
  }

  @Override
  public PullRequest update(PullRequest known, PullRequestContent content)
      throws InterruptedException {
    return requests.update(Require.nonNull(known, "known"), Require.nonNull(content, "content"));
  }

  @Override
  public Discussion discussion(PullRequest known, Set<String> reviewers)
      throws InterruptedException {
    return requests.discussion(
        Require.nonNull(known, "known"), Set.copyOf(Require.elements(reviewers, "reviewers")));
  }

  /** Returns {@link #name}. */
  @Override
  public String toString() {
    return name();
  }

  /** Collects options. Not safe for concurrent use. */
  public static final class Builder {
    private final String project;
    private URI web = URI.create("https://gitlab.com");
    private Supplier<String> token = () -> environmentToken(System.getenv());
    private TimeSource time = TimeSource.system();
    private Duration patience = Duration.ofMinutes(2);

    private Builder(String project) {
      this.project = project;
    }

    private static String environmentToken(Map<String, String> environment) {
      @Nullable String token = environment.get("GITLAB_TOKEN");
      return token == null ? "" : token;
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
     * Sets another server than gitlab.com.
     *
     * @param web where people see it and git pushes to, {@code https://gitlab.example.com}, with
     *     the path below which it is installed if it has one; its API is below {@code /api/v4}
     * @return this builder
     * @throws IllegalArgumentException if it is not {@code https}, nor {@code http} on this
     *     computer
     */
    public Builder server(URI web) {
      this.web = ForgeToken.requirePrivate(Require.nonNull(web, "web"));
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
    public GitLabForge build() {
      return new GitLabForge(this);
    }
  }
}
