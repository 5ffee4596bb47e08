package dev.nightshift.examples;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.Run;
import dev.nightshift.forge.PullRequestWatch;
import dev.nightshift.forge.PullRequests;
import dev.nightshift.forge.github.GitHubForge;
import java.nio.file.Path;
import java.util.Optional;

/** A host whose runs end as pull requests, and go on by what is said there. */
public final class PullRequestHost {
  private PullRequestHost() {}

  /**
   * Dispatched to the pipeline {@code fix}, a run ends as a pull request.
   *
   * @param engine an engine under construction that records its runs
   * @param pipeline roles and gate
   * @param repository the local repository
   * @return what delivers
   */
  public static PullRequests deliver(
      NightshiftBuilder engine, StandardPipeline.Builder pipeline, Path repository) {
    // region pull-requests
    PullRequests requests = PullRequests.on(GitHubForge.of("acme/shop"), repository);
    engine.pipeline("fix", pipeline.delivery(requests).build());
    // endregion
    return requests;
  }

  /**
   * Lets a run go on if somebody asks for that, to be called now and then.
   *
   * @param nightshift the engine
   * @param requests what delivered the run
   * @param run the run
   * @return the run as it goes on
   * @throws InterruptedException if the thread was interrupted
   */
  public static Optional<Run> goOn(Nightshift nightshift, PullRequests requests, RunId run)
      throws InterruptedException {
    // region watch
    PullRequestWatch watch = PullRequestWatch.of(nightshift, requests).withMaxRounds(3);
    Optional<Run> goesOn = watch.takeUp(run); // one review, or red checks, as one request
    // endregion
    return goesOn;
  }
}
