import org.jspecify.annotations.NullMarked;

/**
 * Proposals of runs as pull requests of a forge, and what people answer there.
 *
 * <p>Start with {@link dev.nightshift.forge.PullRequests}.
 */
@NullMarked
module dev.nightshift.forge {
  requires transitive dev.nightshift.core;
  requires transitive dev.nightshift.git;
  requires java.net.http;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.nightshift.forge;
  exports dev.nightshift.forge.gerrit;
  exports dev.nightshift.forge.github;
  exports dev.nightshift.forge.gitlab;
}
