package dev.nightshift.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the libraries show to the programs that use them. */
@AnalyzeClasses(packages = "dev.nightshift", importOptions = DoNotIncludeTests.class)
class PublicSurfaceTest {

  private static final List<LibraryModule> MODULES = LibraryModule.all();

  /** Signatures that exist to hand such a type in; docs/decisions/030. */
  private static final Map<String, String> ADAPTERS =
      Map.of(
          "dev.nightshift.models.limits.Resilience4jPermits",
          "io.github.resilience4j.ratelimiter.RateLimiter");

  private static final int MOST = 22;

  @ArchTest
  static final ArchRule noVendorTypeInAnyPublicSignature =
      classes()
          .that(
              DescribedPredicate.describe(
                  "are exported",
                  (JavaClass type) -> MODULES.stream().anyMatch(module -> module.exports(type))))
          .should(new ShowOnlyOwnAndPlatformTypes());

  @ArchTest
  static void fiveModulesAreDeclared(JavaClasses types) {
    assertThat(MODULES)
        .extracting(LibraryModule::name)
        .containsExactlyInAnyOrder(
            "dev.nightshift.core",
            "dev.nightshift.forge",
            "dev.nightshift.git",
            "dev.nightshift.models",
            "dev.nightshift.report");
  }

  @ArchTest
  static void internalIsNotExported(JavaClasses types) {
    assertThat(MODULES)
        .allSatisfy(
            module ->
                assertThat(module.exportedPackages()).noneMatch(name -> name.contains("internal")));
  }

  @ArchTest
  static void noPackageShowsMoreThanOneReaderKeepsInMind(JavaClasses types) {
    Map<String, Integer> shown = new TreeMap<>();
    for (LibraryModule module : MODULES) {
      topLevelTypes(module, types).stream()
          .filter(module::exports)
          .forEach(type -> shown.merge(type.getPackageName(), 1, Integer::sum));
    }

    assertThat(shown)
        .hasSizeGreaterThan(20)
        .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MOST));
  }

  @ArchTest
  static void allButCoreExportAtMostAsManyTypesAsTheyHide(JavaClasses types) {
    for (LibraryModule module : MODULES) {
      if (!module.name().equals("dev.nightshift.core")) {
        List<JavaClass> topLevel = topLevelTypes(module, types);
        List<String> exported =
            topLevel.stream().filter(module::exports).map(JavaClass::getSimpleName).toList();

        assertThat(exported.size())
            .as("%s exports %s", module.name(), exported)
            .isLessThanOrEqualTo(topLevel.size() - exported.size());
      }
    }
  }

  private static List<JavaClass> topLevelTypes(LibraryModule module, JavaClasses types) {
    return types.stream()
        .filter(module::contains)
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .toList();
  }

  private static final class ShowOnlyOwnAndPlatformTypes extends ArchCondition<JavaClass> {

    ShowOnlyOwnAndPlatformTypes() {
      super("show only their own and the platform's types");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      Stream<JavaType> parents =
          Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
      report(type.getName(), parents, type, events);
      for (JavaMember member : type.getMembers()) {
        if (isVisible(member)) {
          report(member.getFullName(), shownBy(member), type, events);
        }
      }
    }

    private static boolean isVisible(JavaMember member) {
      Set<JavaModifier> modifiers = member.getModifiers();
      return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> shownBy(JavaMember member) {
      if (member instanceof JavaField field) {
        return Stream.of(field.getType());
      }
      JavaCodeUnit code = (JavaCodeUnit) member;
      Stream<JavaType> thrown = code.getExceptionTypes().stream().map(JavaType.class::cast);
      return Stream.of(Stream.of(code.getReturnType()), code.getParameterTypes().stream(), thrown)
          .flatMap(types -> types);
    }

    private static void report(
        String where, Stream<JavaType> shown, JavaClass type, ConditionEvents events) {
      Set<String> foreign =
          shown
              .flatMap(each -> each.getAllInvolvedRawTypes().stream())
              .map(JavaClass::getBaseComponentType)
              .filter(each -> !isOwnOrPlatform(each))
              .map(JavaClass::getName)
              .filter(each -> !each.equals(ADAPTERS.get(type.getName())))
              .collect(Collectors.toSet());
      if (!foreign.isEmpty()) {
        events.add(SimpleConditionEvent.violated(type, where + " shows " + foreign));
      }
    }

    private static boolean isOwnOrPlatform(JavaClass type) {
      String name = type.getPackageName();
      boolean isPlatform = name.startsWith("java.") && !name.startsWith("java.net.http");
      return type.isPrimitive() || isPlatform || name.startsWith("dev.nightshift.");
    }
  }
}
