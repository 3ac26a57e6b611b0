#pragma once
// How a policy describes itself. The name and parameters of a policy are declared only in the file of the
// policy. The scenario parser, the JSON Schema, `curtain policies` and the error messages all read this
// declaration.
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/policies/policy.hpp"
#include "sim/time.hpp"

namespace curtain {

/// The closed set of seams, which are the decisions that a policy can take.
enum class Seam : std::uint8_t { admission, queueing, routing, scaling, placement, keep_alive, pre_warm };

enum class ParameterKind : std::uint8_t {
  duration,   ///< Argument::integer in nanoseconds
  mebibytes,  ///< Argument::integer in MiB
  count,      ///< Argument::integer
  fraction,   ///< Argument::number, where 1 is 100 %
  number,     ///< Argument::number
  choice,     ///< Argument::integer is a position in `choices`
  boolean,    ///< Argument::integer is 0 or 1
  bounds,     ///< Argument::terms: bounds on the words in `choices`, as [{word: {below: 4}}]
  weights,    ///< Argument::terms: weights of the words in `choices`, as [{word: -2}]
  text,       ///< Argument::text; the policy checks the text and reports errors in it
};

struct ParameterDeclaration {
  std::string_view name;
  ParameterKind kind = ParameterKind::count;
  /// The default as a user writes it ("10min", "5%"). Empty means that the parameter must be given.
  std::string_view default_text;
  /// Inclusive bounds in the unit of the kind (ns, MiB, number), also for the numbers in a list. Ignored for
  /// choices, booleans and texts.
  double minimum = 0;
  double maximum = 9.2e18;
  std::string_view description;
  std::vector<std::string_view> choices = {};
};

/// The relation that a bound requires between a value and its number.
enum class Relation : std::uint8_t { below, at_most, equal_to, at_least, above };

/// One entry of a list of bounds or weights.
struct Term {
  std::uint32_t word = 0;               ///< position in ParameterDeclaration::choices
  Relation relation = Relation::below;  ///< the relation of a bound
  double number = 0;                    ///< the bound, or the weight
  bool operator==(const Term&) const = default;
};

/// The value of a parameter, in the member for its kind.
struct Argument {
  std::int64_t integer = 0;
  double number = 0;
  std::vector<Term> terms = {};
  std::string text = {};
  bool operator==(const Argument&) const = default;
};

/// The values of a policy's parameters, in the order of its declaration.
class Arguments {
 public:
  Arguments() = default;
  explicit Arguments(std::vector<Argument> values) : values_(std::move(values)) {}
  [[nodiscard]] sim::Duration duration(std::size_t position) const {
    return sim::Duration{values_.at(position).integer};
  }
  [[nodiscard]] std::int64_t integer(std::size_t position) const { return values_.at(position).integer; }
  [[nodiscard]] std::uint32_t count(std::size_t position) const {
    return static_cast<std::uint32_t>(values_.at(position).integer);
  }
  [[nodiscard]] double number(std::size_t position) const { return values_.at(position).number; }
  [[nodiscard]] const std::vector<Term>& terms(std::size_t position) const {
    return values_.at(position).terms;
  }
  [[nodiscard]] const std::string& text(std::size_t position) const { return values_.at(position).text; }
  [[nodiscard]] bool flag(std::size_t position) const { return values_.at(position).integer != 0; }
  [[nodiscard]] const std::vector<Argument>& values() const { return values_; }
  bool operator==(const Arguments&) const = default;

 private:
  std::vector<Argument> values_;
};

struct PolicyDeclaration {
  Seam seam;
  std::string_view name;
  std::string_view description;  ///< the behaviour of the policy, in one line
  std::string_view source;       ///< paper, system or document that the policy follows
  std::vector<ParameterDeclaration> parameters;
  std::unique_ptr<Policy> (*make)(const Arguments&) = nullptr;
};

/// A policy with its parameters, as chosen by a scenario. The declaration exists as long as the program.
struct PolicyChoice {
  const PolicyDeclaration* declaration = nullptr;
  Arguments arguments;
  bool operator==(const PolicyChoice&) const = default;
};

}  // namespace curtain
