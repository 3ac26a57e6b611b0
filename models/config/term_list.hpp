#pragma once
// Lists of bounds or weights for named terms, which are parameters of a policy: `[{free: -1}, {busy: -2}]` or
// `[{instances: {below: 4}}]`.
#include <vector>

#include "models/config/node.hpp"
#include "models/config/reader.hpp"
#include "models/policies/declaration.hpp"

namespace curtain::config {

/// True if the parameter is a list of bounds or a list of weights.
bool is_term_list(const ParameterDeclaration& parameter);

/// Reads a list of bounds or weights into `terms`. Errors are added to `reader`. An entry may name several
/// terms. A single entry may be written without the list.
void read_terms(const ParameterDeclaration& parameter, const Node& node, Reader& reader,
                std::vector<Term>& terms);

/// The list in its canonical form, with one term per entry.
Node write_terms(const ParameterDeclaration& parameter, const std::vector<Term>& terms);

/// The JSON Schema of the values that read_terms() accepts.
Node terms_schema(const ParameterDeclaration& parameter);

}  // namespace curtain::config
