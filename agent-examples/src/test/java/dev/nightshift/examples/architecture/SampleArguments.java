package dev.nightshift.examples.architecture;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.Supervisor;
import dev.nightshift.core.SupervisorBuilder;
import dev.nightshift.core.agent.Category;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.model.CompactionPolicy;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelSpelling;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.routing.ModelLadder;
import dev.nightshift.core.run.Acceptance;
import dev.nightshift.core.run.Revision;
import dev.nightshift.core.score.SampleChange;
import dev.nightshift.core.score.SampleFile;
import dev.nightshift.core.score.Trial;
import dev.nightshift.core.setup.SetUp;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import dev.nightshift.core.testing.ScriptedSteps;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.forge.gerrit.GerritForge;
import dev.nightshift.forge.github.GitHubForge;
import dev.nightshift.forge.gitlab.GitLabForge;
import dev.nightshift.git.GitRemote;
import dev.nightshift.git.SquashedCommits;
import dev.nightshift.models.ImportedPrices;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Harmless values of all types, so that one bad argument is the only fault of a call. */
final class SampleArguments {
  private final Map<Class<?>, Supplier<Object>> known = new HashMap<>();

  SampleArguments() {
    known.put(String.class, () -> "sample");
    known.put(Object.class, () -> "sample");
    known.put(boolean.class, () -> false);
    known.put(int.class, () -> 1);
    known.put(long.class, () -> 1L);
    known.put(double.class, () -> 1.0);
    known.put(Duration.class, () -> Duration.ofSeconds(1));
    known.put(ZoneId.class, () -> ZoneOffset.UTC);
    known.put(Instant.class, () -> Instant.EPOCH);
    known.put(Path.class, () -> Path.of("sample"));
    known.put(URI.class, () -> URI.create("https://localhost/sample"));
    known.put(Throwable.class, () -> new IllegalStateException("sample"));
    known.put(ModelId.class, () -> new ModelId("sample", "sample"));
    known.put(ModelLadder.class, () -> ModelLadder.of(new ModelId("sample", "sample")));
    known.put(CompactionPolicy.class, CompactionPolicy::standard);
    known.put(ModelSpelling.class, () -> new ModelSpelling("sample", "", "sample"));
    known.put(ModelImplementer.class, () -> ModelImplementer.using("sample:one"));
    known.put(ModelReviewer.class, () -> ModelReviewer.using("sample:two"));
    known.put(ModelRequest.class, () -> ModelRequest.builder(new ModelId("a", "b")).build());
    known.put(
        ModelException.class, () -> ModelException.builder(ModelErrorKind.THROTTLED, "x").build());
    known.put(ScriptedStep.class, () -> ScriptedSteps.text("sample"));
    known.put(UserTurn.class, () -> UserTurn.text("sample"));
    Nightshift engine =
        Nightshift.builder(InMemoryWorkspaces.of(Map.of())).provider(ScriptedModel.of()).build();
    known.put(Nightshift.class, () -> engine);
    known.put(SupervisorBuilder.class, () -> Supervisor.of(engine));
    known.put(List.class, List::of);
    known.put(Iterable.class, List::of);
    known.put(Map.class, Map::of);
    known.put(Set.class, Set::of);
    known.put(Category.class, () -> Category.TYPE_ERROR);
    known.put(Class.class, () -> Money.class);
    known.put(Money.class, () -> Money.usd("1"));
    known.put(Price.class, Price::free);
    known.put(Command.class, () -> Command.of("true"));
    known.put(
        SetUp.class,
        () -> SetUp.builder(Command.of("true")).addLockFile("lock").addKept("kept").build());
    known.put(Record.class, () -> Money.usd("1"));
    known.put(
        WorkspacePlan.class,
        () -> new WorkspacePlan(RunId.of("run-1"), "sample", "sample", "sample"));
    known.put(Task.class, () -> Task.builder("sample").build());
    known.put(dev.nightshift.core.task.TaskBuilder.class, () -> Task.builder("sample"));
    known.put(
        dev.nightshift.core.NightshiftBuilder.class,
        () -> Nightshift.builder(InMemoryWorkspaces.of(Map.of())));
    known.put(ImportedPrices.class, SampleArguments::importedPrices);
    known.put(Acceptance.class, Acceptance::plain);
    known.put(
        HumanDecision.class,
        () -> new HumanDecision(HumanDecision.Kind.ACCEPTED, Instant.EPOCH, "sample", null));
    URI gerrit = URI.create("https://localhost");
    Path here = Path.of("sample");
    known.put(GerritForge.class, () -> GerritForge.of(gerrit, "sample", here));
    known.put(GerritForge.Builder.class, () -> GerritForge.builder(gerrit, "sample", here));
    known.put(SquashedCommits.class, () -> SquashedCommits.in(here));
    known.put(GitHubForge.class, () -> GitHubForge.of("sample/sample"));
    known.put(GitHubForge.Builder.class, () -> GitHubForge.builder("sample/sample"));
    known.put(GitLabForge.class, () -> GitLabForge.of("sample/sample"));
    known.put(GitLabForge.Builder.class, () -> GitLabForge.builder("sample/sample"));
    known.put(
        GitRemote.class, () -> GitRemote.at(Path.of("sample"), "https://localhost/sample.git"));
    known.put(SampleFile.class, () -> new SampleFile("sample", "before", "after"));
    known.put(
        SampleChange.class,
        () ->
            new SampleChange(
                Task.builder("sample").build(),
                List.of(new SampleFile("sample", "before", "after"))));
    known.put(Trial.class, () -> Trial.clean((SampleChange) of(SampleChange.class)));
    known.put(Revision.class, () -> Revision.of("sample"));
  }

  private static ImportedPrices importedPrices() {
    Path table =
        Path.of("../agent-models/src/test/resources/wire-specs/prices/litellm-excerpt.json");
    return ImportedPrices.liteLlm(table, LocalDate.EPOCH, "");
  }

  Object of(Class<?> type) {
    if (known.containsKey(type)) {
      return known.get(type).get();
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), 1);
      if (!type.getComponentType().isPrimitive()) {
        Array.set(array, 0, of(type.getComponentType()));
      }
      return array;
    }
    if (type.isSealed()) {
      return of(type.getPermittedSubclasses()[0]);
    }
    return type.isInterface() ? proxy(type) : made(type);
  }

  private Object proxy(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) ->
            method.isDefault()
                ? InvocationHandler.invokeDefault(self, method, arguments)
                : method.getReturnType() == void.class ? null : of(method.getReturnType()));
  }

  private Object made(Class<?> type) {
    try {
      if (type.isRecord()) {
        Class<?>[] parts =
            Stream.of(type.getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getType)
                .toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(parts).newInstance(samples(parts));
      }
      Class<?> maker = type.getEnclosingClass() == null ? type : type.getEnclosingClass();
      Method factory =
          Stream.of(maker.getMethods())
              .filter(method -> Modifier.isStatic(method.getModifiers()))
              .filter(method -> method.getReturnType() == type)
              .min(Comparator.comparing(Method::getParameterCount).thenComparing(Method::toString))
              .orElseThrow(() -> new AssertionError("add a sample of " + type));
      return factory.invoke(null, samples(factory.getParameterTypes()));
    } catch (InvocationTargetException refused) {
      throw new AssertionError("add a sample of " + type, refused.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("add a sample of " + type, impossible);
    }
  }

  private Object[] samples(Class<?>[] types) {
    return Stream.of(types).map(this::of).toArray();
  }
}
