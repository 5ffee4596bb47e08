package dev.nightshift.examples.cli;

import dev.nightshift.core.model.ModelId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The models of a role.
 *
 * @param models the one that serves it, then those asked in order when it is not available; each
 *     once
 */
record ModelChain(List<ModelId> models) {
  static ModelChain of(String text) {
    return new Converter().convert(text);
  }

  ModelId first() {
    return models.get(0);
  }

  List<ModelId> fallbacks() {
    return models.subList(1, models.size());
  }

  /** Reads models with commas between. */
  static final class Converter implements ITypeConverter<ModelChain> {
    private final ModelConverter models = new ModelConverter();

    @Override
    public ModelChain convert(String text) {
      Set<ModelId> read = new LinkedHashSet<>();
      for (String part : text.split(",", -1)) {
        if (part.isBlank()) {
          throw new TypeConversionException(
              "'%s' lacks a model beside a comma; write NAME:MODEL,NAME:MODEL".formatted(text));
        }
        ModelId model = models.convert(part);
        if (!read.add(model)) {
          throw new TypeConversionException(
              "'%s' names '%s' twice; name another model or one less".formatted(text, model));
        }
      }
      return new ModelChain(List.copyOf(read));
    }
  }
}
