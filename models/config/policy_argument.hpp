#pragma once
// One parameter of a policy as a scenario writes it, after its declaration.
#include "models/config/node.hpp"
#include "models/config/reader.hpp"
#include "models/policies/declaration.hpp"

namespace curtain::config {

/// Reads a value over `argument`; what is wrong goes to `reader`.
void read_argument(const ParameterDeclaration& parameter, const Node& node, Reader& reader,
                   Argument& argument);

/// The value in its canonical writing.
Node write_argument(const ParameterDeclaration& parameter, const Argument& argument);

/// The declared default. Throws std::logic_error where there is none that can be read.
Argument default_argument(const ParameterDeclaration& parameter);

/// What a parameter may be, in its own writing: "1s to 1h", "at least 0", "false, true".
std::string bounds_text(const ParameterDeclaration& parameter);

/// The JSON Schema of what read_argument() takes.
Node argument_schema(const ParameterDeclaration& parameter);

}  // namespace curtain::config
