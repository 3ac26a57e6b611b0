#pragma once
// Reads and writes the parameter of a policy in a scenario, as the policy declares the parameter.
#include "models/config/node.hpp"
#include "models/config/reader.hpp"
#include "models/policies/declaration.hpp"

namespace curtain::config {

/// Reads `node` into `argument`. Errors are added to `reader`.
void read_argument(const ParameterDeclaration& parameter, const Node& node, Reader& reader,
                   Argument& argument);

/// The argument in its canonical form.
Node write_argument(const ParameterDeclaration& parameter, const Argument& argument);

/// The declared default of the parameter. Throws std::logic_error if the default cannot be read.
Argument default_argument(const ParameterDeclaration& parameter);

/// The allowed values, in the form of the parameter: "1s to 1h", "at least 0", "false, true".
std::string bounds_text(const ParameterDeclaration& parameter);

/// The JSON Schema of the values that read_argument() accepts.
Node argument_schema(const ParameterDeclaration& parameter);

}  // namespace curtain::config
