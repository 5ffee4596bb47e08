/**
 * The core of Nightshift: background coding agents with separate minds, a gate on what lands, and a
 * budget that holds.
 *
 * <p>Start with {@link dev.nightshift.core.Nightshift}.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the modules of a qualified export are compiled later
module dev.nightshift.core {
  requires java.xml;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires tools.jackson.core;

  exports dev.nightshift.core;
  exports dev.nightshift.core.agent;
  exports dev.nightshift.core.base;
  exports dev.nightshift.core.budget;
  exports dev.nightshift.core.command;
  exports dev.nightshift.core.event;
  exports dev.nightshift.core.gate;
  exports dev.nightshift.core.journal;
  exports dev.nightshift.core.ledger;
  exports dev.nightshift.core.merge;
  exports dev.nightshift.core.model;
  exports dev.nightshift.core.provider;
  exports dev.nightshift.core.report;
  exports dev.nightshift.core.routing;
  exports dev.nightshift.core.run;
  exports dev.nightshift.core.score;
  exports dev.nightshift.core.screen;
  exports dev.nightshift.core.setup;
  exports dev.nightshift.core.task;
  exports dev.nightshift.core.testing;
  exports dev.nightshift.core.tool;
  exports dev.nightshift.core.tree;
  exports dev.nightshift.core.trust;
  exports dev.nightshift.core.workspace;
  exports dev.nightshift.core.internal.journal to
      dev.nightshift.models;
  exports dev.nightshift.core.internal.json to
      dev.nightshift.forge,
      dev.nightshift.models;
  exports dev.nightshift.core.internal.merge to
      dev.nightshift.git;
  exports dev.nightshift.core.internal.pattern to
      dev.nightshift.git;
  exports dev.nightshift.core.internal.redact to
      dev.nightshift.forge,
      dev.nightshift.models;
  exports dev.nightshift.core.internal.text to
      dev.nightshift.forge,
      dev.nightshift.git,
      dev.nightshift.models,
      dev.nightshift.report;
  exports dev.nightshift.core.internal.diff to
      dev.nightshift.git;

  uses dev.nightshift.core.provider.ModelProviderFactory;
}
