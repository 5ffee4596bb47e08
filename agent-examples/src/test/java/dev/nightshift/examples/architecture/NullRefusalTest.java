package dev.nightshift.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every builder method, factory and record of the libraries, and the engine, refuses a null at the
 * call, as a {@link NullPointerException} whose message names the parameter (docs/decisions/015).
 */
class NullRefusalTest {
  /** What may take nulls, and why. */
  private static final Map<String, String> EXEMPT =
      Map.of(
          "Require.*", "is the rule itself",
          "RunReport\\..*", "is made by the library only",
          "InMemoryWorkspaces\\.(checkTarget|plan|open|reopen|queue)\\[.*",
              "is called by the engine",
          "RunResult\\..*", "is made by the library only, from a report");

  private final SampleArguments samples = new SampleArguments();

  @TestFactory
  Stream<DynamicTest> refusesNullsByName() {
    List<EntryPoint> points = EntryPoint.all();
    assertThat(points).hasSizeGreaterThan(250);
    return points.stream().flatMap(this::tests);
  }

  private Stream<DynamicTest> tests(EntryPoint point) {
    if (EXEMPT.keySet().stream().anyMatch(point.toString()::matches)) {
      return Stream.empty();
    }
    List<String> names = point.parameterNames();
    Stream.Builder<DynamicTest> tests = Stream.builder();
    for (int i = 0; i < names.size(); i++) {
      if (point.refusesNullAt(i)) {
        int at = i;
        tests.add(
            DynamicTest.dynamicTest(
                point + " refuses null as " + names.get(i), () -> check(point, at, names.get(at))));
      }
    }
    return tests.build();
  }

  private void check(EntryPoint point, int at, String name) throws Exception {
    Executable executable = point.executable();
    Object[] arguments = Arrays.stream(executable.getParameterTypes()).map(samples::of).toArray();
    for (Object bad : badValues(executable.getParameterTypes()[at])) {
      arguments[at] = bad;
      Throwable thrown = point.thrownBy(samples, arguments);
      assertThat(thrown)
          .as("%s with %s; see Require", point, Arrays.deepToString(arguments))
          .isExactlyInstanceOf(NullPointerException.class);
      assertThat(thrown.getMessage())
          .matches("(a key of )?" + name + "( at '.*')? must not (be|hold) null.*");
    }
  }

  /** Null itself, and for what holds values also one with a null inside. */
  private List<Object> badValues(Class<?> type) {
    List<Object> bad = new ArrayList<>();
    bad.add(null);
    if (type == Set.class) {
      bad.add(Collections.singleton(null));
    } else if (Collection.class.isAssignableFrom(type)) {
      bad.add(Collections.singletonList(null));
    } else if (Map.class.isAssignableFrom(type)) {
      bad.add(new LinkedHashMap<>(Collections.singletonMap("key", null)));
      bad.add(new LinkedHashMap<>(Collections.singletonMap(null, "value")));
    } else if (type.isArray() && !type.getComponentType().isPrimitive()) {
      bad.add(java.lang.reflect.Array.newInstance(type.getComponentType(), 1));
    }
    return bad;
  }
}
