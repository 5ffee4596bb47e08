package dev.nightshift.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Promises of ARCHITECTURE.md that the shape of the code keeps. */
@AnalyzeClasses(packages = "dev.nightshift", importOptions = DoNotIncludeTests.class)
class PromisesTest {

  /** Who may call a model. A provider that decorates another one calls it too: add it by name. */
  private static final String METERING = "dev.nightshift.core.internal.metering.ModelCaller";

  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.concurrent.TimeUnit.sleep");

  /** Processes and sockets of this computer wait by its clock, whatever time a run believes in. */
  private static final Set<String> WAITING =
      Set.of(
          "dev.nightshift.core.internal.process.ChildProcess",
          "dev.nightshift.core.internal.process.ProcessTree",
          "dev.nightshift.core.command.LocalCommandRunner",
          "dev.nightshift.models.internal.Signals",
          "dev.nightshift.models.internal.StreamedPost");

  @ArchTest
  static final ArchRule timeComesFromTimeSource =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.nightshift.examples..")
          .and()
          .doNotHaveFullyQualifiedName("dev.nightshift.core.base.SystemTimeSource")
          .and(
              DescribedPredicate.describe(
                  "do not wait for a process or a socket", type -> !isWaiting(type)))
          .should()
          .accessTargetWhere(
              DescribedPredicate.describe(
                  "a clock of this computer",
                  (JavaAccess<?> access) -> isClock(access.getTarget())));

  /**
   * Besides what users run in their own tests, on providers that they hand in themselves, and a
   * proof's own model, which answers through a scripted one.
   */
  @ArchTest
  static void onlyTheMeteringClassCallsAModel(JavaClasses types) {
    assertThat(callersOfModels(types))
        .containsExactlyInAnyOrder(
            METERING,
            "dev.nightshift.examples.thousand.SlowModel",
            "dev.nightshift.models.testing.ContractScene",
            "dev.nightshift.models.testing.RecordingProvider");
  }

  /** The rule above would not hold for a class that hands the method on. */
  @ArchTest
  static void aMethodReferenceIsACallOfAModel(JavaClasses types) {
    JavaClasses rogue = new ClassFileImporter().importClasses(Rogue.class, ModelProvider.class);

    assertThat(callersOfModels(rogue)).containsExactly(PromisesTest.class.getName());
  }

  @ArchTest
  static void aReviewerReachesNothingOfTheImplementer(JavaClasses types) {
    Set<String> reached = reachableFrom(types.get(ReviewRequest.class));

    assertThat(reached)
        .doesNotContain(
            Assignment.class.getName(),
            BranchWorkspace.class.getName(),
            ManagedWorkspace.class.getName(),
            WorkspaceFiles.class.getName());
  }

  /** References count as calls: who has one can call. */
  private static Set<String> callersOfModels(JavaClasses types) {
    return types.stream()
        .flatMap(type -> type.getCodeUnitAccessesFromSelf().stream())
        .filter(access -> access.getTarget().getName().equals("complete"))
        .filter(access -> access.getTargetOwner().isAssignableTo(ModelProvider.class))
        .map(access -> outermost(access.getOriginOwner()).getName())
        .collect(Collectors.toSet());
  }

  private static boolean isWaiting(JavaClass type) {
    return WAITING.contains(outermost(type).getName());
  }

  private static boolean isClock(AccessTarget target) {
    return CLOCKS.contains(target.getOwner().getName() + "." + target.getName());
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(PromisesTest::outermost).orElse(type);
  }

  /** Every type that a caller can obtain by calling methods, starting from one type. */
  private static Set<String> reachableFrom(JavaClass start) {
    Set<String> reached = new HashSet<>();
    Deque<JavaClass> open = new ArrayDeque<>(Set.of(start));
    while (!open.isEmpty()) {
      JavaClass type = open.pop();
      if (type.getPackageName().startsWith("dev.nightshift.") && reached.add(type.getName())) {
        for (JavaMethod method : type.getAllMethods()) {
          open.addAll(method.getReturnType().getAllInvolvedRawTypes());
        }
      }
    }
    return reached;
  }

  /** Reaches a model past the metering. */
  static final class Rogue {
    private Rogue() {}

    static Completion reference(ModelProvider provider) {
      return provider::complete;
    }
  }

  /** What a method reference to a model can hide behind. */
  interface Completion {
    ModelResponse of(ModelRequest request, CallContext context) throws InterruptedException;
  }
}
