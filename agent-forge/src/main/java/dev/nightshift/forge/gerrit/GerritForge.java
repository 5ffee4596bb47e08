package dev.nightshift.forge.gerrit;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.redact.ConfiguredSecrets;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.forge.Discussion;
import dev.nightshift.forge.Forge;
import dev.nightshift.forge.ProposedCommit;
import dev.nightshift.forge.PullRequest;
import dev.nightshift.forge.PullRequestContent;
import dev.nightshift.forge.internal.ForgeToken;
import dev.nightshift.forge.internal.RestClient;
import dev.nightshift.git.GitRemote;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A project on Gerrit, by its REST API and pushes to {@code refs/for}.
 *
 * <p>A run is one change: one commit with the files of the run's branch on the commit of the target
 * that this contains, whose message is the text of the request. The run, by the name of its branch,
 * is in the {@code Change-Id}, so that what it proposes later is a new patch set of the same
 * change. A vote counts on the patch set it was given for; one that Gerrit copied does not approve.
 *
 * <p>The account needs to read the project and push to {@code refs/for}, and has to stay the same
 * as long as runs wait. Its password goes to the server only, never in an address.
 *
 * <p><b>Limits:</b> the message of the commit has at most about 10,000 characters. A request that
 * Gerrit refuses because of a limit is repeated after the wait it asks for, as long as the host's
 * {@linkplain Builder#patience patience} lasts. The whole of an answer is waited for 60 seconds,
 * and is at most 8 MB.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Source:</b>
 * docs/decisions/056-a-change-of-one-commit.
 */
public final class GerritForge implements Forge {
  private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

  private final String project;
  private final URI web;
  private final String user;
  private final ForgeToken token;
  private final GerritChanges changes;

  private GerritForge(Builder builder) {
    this.project = builder.project;
    this.web = builder.web;
    this.user = builder.user;
    this.token = new ForgeToken(builder.token, name());
    URI api = URI.create(web + "/a");
    RestClient client =
        new RestClient(
            name(), api, new Access(builder.user, token), builder.time, builder.patience);
    GerritSite site = new GerritSite(client, name(), web, project);
    this.changes = new GerritChanges(site, builder.repository, builder.labels);
  }

  /**
   * Names a project, with the account of the environment: {@code GERRIT_USERNAME} and {@code
   * GERRIT_HTTP_PASSWORD}.
   *
   * @param server where people see it, {@code https://review.example.com}
   * @param project its name, {@code acme/shop}
   * @param repository a directory of the local repository, in which the runs work: what is on a
   *     change is compared with what is there
   * @return the forge; nothing is asked yet
   * @throws IllegalArgumentException as {@link #builder}
   */
  public static GerritForge of(URI server, String project, Path repository) {
    return builder(server, project, repository).build();
  }

  /**
   * Starts at the account of the environment.
   *
   * @param server as for {@link #of}
   * @param project as for {@link #of}
   * @param repository as for {@link #of}
   * @return a builder, not safe for concurrent use
   * @throws IllegalArgumentException if the name is of another shape, or the server is not {@code
   *     https}, nor {@code http} on this computer
   */
  public static Builder builder(URI server, String project, Path repository) {
    Require.nonNull(project, "project");
    if (!PROJECT.matcher(project).matches() || project.contains("..")) {
      throw new IllegalArgumentException(
          "project '" + VisibleText.name(project) + "' must be a name such as acme/shop");
    }
    return new Builder(
        ForgeToken.requirePrivate(Require.nonNull(server, "server")),
        project,
        Require.nonNull(repository, "repository"));
  }

  /** How requests authenticate. */
  private record Access(String user, ForgeToken token) implements RestClient.Credentials {
    @Override
    public Map<String, String> headers() {
      String pair = user + ":" + token.value();
      String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      return Map.of(
          "Accept", "application/json",
          "User-Agent", "nightshift",
          "Authorization", "Basic " + ConfiguredSecrets.add(encoded));
    }

    @Override
    public String rights() {
      return "of an account that may read the project, and push to refs/for of its branches";
    }
  }

  @Override
  public String name() {
    return "gerrit:" + project;
  }

  @Override
  public GitRemote remote(Path local) {
    return GitRemote.at(local, web + "/a/" + project).withToken(user, token::value);
  }

  @Override
  public void push(GitRemote remote, ProposedCommit proposed) throws InterruptedException {
    new GerritPush(changes, Require.nonNull(remote, "remote"))
        .push(Require.nonNull(proposed, "proposed"));
  }

  @Override
  public Optional<PullRequest> find(String branch) throws InterruptedException {
    return changes.find(Require.nonNull(branch, "branch"));
  }

  @Override
  public PullRequest open(String branch, PullRequestContent content) throws InterruptedException {
    return changes.opened(Require.nonNull(branch, "branch"), Require.nonNull(content, "content"));
  }

  @Override
  public PullRequest update(PullRequest known, PullRequestContent content)
      throws InterruptedException {
    return changes.updated(Require.nonNull(known, "known"), Require.nonNull(content, "content"));
  }

  @Override
  public Discussion discussion(PullRequest known, Set<String> reviewers)
      throws InterruptedException {
    return changes.discussion(
        Require.nonNull(known, "known"), Set.copyOf(Require.elements(reviewers, "reviewers")));
  }

  /** Returns {@link #name}. */
  @Override
  public String toString() {
    return name();
  }

  /** Collects options. Not safe for concurrent use. */
  public static final class Builder {
    private final URI web;
    private final String project;
    private final Path repository;
    private String user = environment("GERRIT_USERNAME");
    private Supplier<String> token = () -> environment("GERRIT_HTTP_PASSWORD");
    private GerritLabels labels = new GerritLabels("Code-Review", Set.of("Verified"));
    private TimeSource time = TimeSource.system();
    private Duration patience = Duration.ofMinutes(2);

    private Builder(URI web, String project, Path repository) {
      this.web = web;
      this.project = project;
      this.repository = repository;
    }

    private static String environment(String name) {
      String value = System.getenv(name);
      return value == null ? "" : value.strip();
    }

    /**
     * Sets who authenticates, and by what.
     *
     * @param user the user name of the account
     * @param password its HTTP password, asked for each request, so that it may be renewed; what it
     *     returns is neither kept nor written anywhere
     * @return this builder
     * @throws IllegalArgumentException if the name is empty, or has a colon, a blank or another
     *     letter than those of ASCII
     */
    public Builder account(String user, Supplier<String> password) {
      if (!Require.nonNull(user, "user").matches("[!-9;-~]+")) {
        throw new IllegalArgumentException(
            "user '" + VisibleText.name(user) + "' is no name of an account");
      }
      this.user = user;
      this.token = Require.nonNull(password, "password");
      return this;
    }

    /**
     * Sets the label by which people judge. Its greatest vote approves, a negative one requests
     * changes, and who may give the greatest one may write.
     *
     * @param label default {@code Code-Review}
     * @return this builder
     */
    public Builder reviewLabel(String label) {
      this.labels = new GerritLabels(Require.nonNull(label, "label"), labels.checks());
      return this;
    }

    /**
     * Sets the labels by which machines judge; one that a change does not have is no check of it.
     *
     * @param labels default {@code Verified}
     * @return this builder
     */
    public Builder checkLabels(Set<String> labels) {
      this.labels =
          new GerritLabels(this.labels.review(), Set.copyOf(Require.elements(labels, "labels")));
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
    public GerritForge build() {
      return new GerritForge(this);
    }
  }
}
