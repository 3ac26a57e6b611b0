#pragma once
// A parameter of a policy in a scenario, according to its declaration.
#include "models/config/node.hpp"
#include "models/config/reader.hpp"
#include "models/policies/declaration.hpp"

namespace curtain::config {

/// Reads a value into `argument`; errors are added to `reader`.
void read_argument(const ParameterDeclaration& parameter, const Node& node, Reader& reader,
                   Argument& argument);

/// The value in its canonical form.
Node write_argument(const ParameterDeclaration& parameter, const Argument& argument);

/// The declared default. Throws std::logic_error if it cannot be read.
Argument default_argument(const ParameterDeclaration& parameter);

/// The allowed values, in the form of the parameter: "1s to 1h", "at least 0", "false, true".
std::string bounds_text(const ParameterDeclaration& parameter);

/// The JSON Schema of the values that read_argument() accepts.
Node argument_schema(const ParameterDeclaration& parameter);

}  // namespace curtain::config
