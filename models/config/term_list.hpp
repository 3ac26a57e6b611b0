#pragma once
// Lists of bounds or weights on named terms, as a policy's parameter: `[{free: -1}, {busy: -2}]` or
// `[{instances: {below: 4}}]`.
#include <vector>

#include "models/config/node.hpp"
#include "models/config/reader.hpp"
#include "models/policies/declaration.hpp"

namespace curtain::config {

/// Whether a parameter's kind is bounds or weights.
bool is_term_list(const ParameterDeclaration& parameter);

/// Reads a list over `terms`; errors are added to `reader`. An entry may name several terms, and a single
/// entry may be written without the list.
void read_terms(const ParameterDeclaration& parameter, const Node& node, Reader& reader,
                std::vector<Term>& terms);

/// The list in its canonical form: one term per entry.
Node write_terms(const ParameterDeclaration& parameter, const std::vector<Term>& terms);

/// The JSON Schema of the values that read_terms() accepts.
Node terms_schema(const ParameterDeclaration& parameter);

}  // namespace curtain::config
