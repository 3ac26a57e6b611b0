#include "models/config/mechanisms.hpp"

#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

#include "models/config/diagnostics.hpp"
#include "models/config/document.hpp"
#include "models/config/field_table.hpp"
#include "models/config/files.hpp"
#include "models/config/reader.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain {
namespace {

using config::Need;

struct MechanismFile {
  std::vector<Mechanism> mechanisms;
};

const config::FieldTable<MechanismFile>& mechanism_fields() {
  static const auto fields = [] {
    auto inner = std::make_shared<config::FieldTable<Mechanism>>();
    inner
        ->add("name", &Mechanism::name, config::text_form(),
              "name of the mechanism, as in rests_on of a case", Need::required)
        .add("description", &Mechanism::description, config::text_form(), "what the mechanism does")
        .add("without", &Mechanism::without,
             config::list_form(config::text_form(), "changes such as policies.placement=random"),
             "changes in the form of --set that switch the mechanism off", Need::required);
    auto table = std::make_unique<config::FieldTable<MechanismFile>>();
    table->add("mechanisms", &MechanismFile::mechanisms,
               config::list_form(config::FormPtr<Mechanism>(std::move(inner)), "mechanisms"),
               "the mechanisms that can be switched off", Need::required);
    return table;
  }();
  return *fields;
}

/// Reports repeated names, and changes that are not of the form "path=value".
void check_mechanisms(const MechanismFile& file, const config::Node& root, config::Reader& reader) {
  std::set<std::string> names;
  const config::Node* const list = root.find("mechanisms");
  for (std::size_t i = 0; list != nullptr && i < file.mechanisms.size(); ++i) {
    const Mechanism& one = file.mechanisms[i];
    const config::Node& node = list->items[i];
    if (!names.insert(one.name).second) {
      reader.error(node.place, "two mechanisms have the name " + config::quote(one.name) +
                                   "; give each mechanism a name of its own");
    }
    for (std::size_t k = 0; k < one.without.size(); ++k) {
      const std::size_t equals = one.without[k].find('=');
      if (equals == std::string::npos || equals == 0) {
        reader.error(
            node.find("without")->items[k].place,
            "expected a change such as policies.placement=random, found " + config::quote(one.without[k]));
      }
    }
  }
}

}  // namespace

std::vector<Mechanism> parse_mechanisms(std::string_view text, const std::string& name_for_messages) {
  config::Diagnostics diagnostics;
  const auto source = std::make_shared<const std::string>(name_for_messages);
  const std::optional<config::Node> root = config::parse_document(text, source, diagnostics);
  MechanismFile file;
  if (root) {
    config::Reader reader(diagnostics, "");
    mechanism_fields().read(*root, reader, file);
    mechanism_fields().check_given(reader, root->place);
    if (diagnostics.empty()) {
      check_mechanisms(file, *root, reader);
    }
  }
  diagnostics.throw_if_any();
  return file.mechanisms;
}

std::vector<Mechanism> load_mechanisms(const std::string& path) {
  std::string text;
  try {
    text = config::read_text_file(path);
  } catch (const std::invalid_argument& error) {
    throw ScenarioError(path + ": " + error.what());
  }
  return parse_mechanisms(text, path);
}

}  // namespace curtain
