package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import java.util.List;

/**
 * What a role asks for.
 *
 * @param model the model, before routing
 * @param fallbacks what is asked in its place when it is not available
 * @param options how they are asked to work
 */
public record ModelAsked(ModelId model, List<ModelId> fallbacks, ModelOptions options) {}
