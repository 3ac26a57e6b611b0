#include "models/config/plugin.hpp"

#include <dlfcn.h>
#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/config/files.hpp"
#include "models/config/policy_argument.hpp"
#include "models/config/term_list.hpp"
#include "models/policies/catalogue.hpp"
#include "models/policies/plugin.hpp"

namespace curtain::config {
namespace {

[[noreturn]] void refuse_plugin(const std::string& path, const std::string& why) {
  throw std::invalid_argument(fmt::format("plugin {}: {}", quote_path(path), why));
}

/// True if the name consists of words of lower-case letters and digits, with single separators between the
/// words.
bool is_name(std::string_view name, char separator) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (name.empty() || !is_letter(name.front()) || name.back() == separator) {
    return false;
  }
  return std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter(c) || is_digit(c) || c == separator; });
}

bool is_line(std::string_view text) {
  return !text.empty() && text.find('\n') == std::string_view::npos;
}

/// The error in the declaration of a parameter; empty if there is no error.
std::string fault_of(const ParameterDeclaration& parameter) {
  if (!is_name(parameter.name, '_')) {
    return "its name must consist of lower-case letters, digits and '_'";
  }
  if (!is_line(parameter.description)) {
    return "it must have a description of one line";
  }
  const bool has_words = parameter.kind == ParameterKind::choice || is_term_list(parameter);
  if (has_words && parameter.choices.empty()) {
    return "it has no choices";
  }
  if (parameter.kind != ParameterKind::choice && parameter.kind != ParameterKind::boolean &&
      !(parameter.minimum <= parameter.maximum)) {
    return "its minimum is above its maximum";
  }
  if (parameter.default_text.empty()) {
    return {};
  }
  if (is_term_list(parameter)) {
    return parameter.default_text == "[]" ? "" : "its default can only be the empty list, []";
  }
  Diagnostics findings;
  Reader reader(findings, "");
  Argument ignored;
  read_argument(parameter, Node::word(std::string(parameter.default_text)), reader, ignored);
  return findings.empty() ? "" : "its default: " + findings.text();
}

/// The error in the declaration of a policy; empty if there is no error.
std::string fault_of(const PolicyDeclaration& policy) {
  if (static_cast<std::size_t>(policy.seam) >= catalogue().size()) {
    return "its seam is not a value of Seam";
  }
  if (!is_name(policy.name, '-')) {
    return "its name must consist of lower-case letters, digits and '-'";
  }
  if (!is_line(policy.description)) {
    return "it must have a description of one line";
  }
  if (policy.make == nullptr) {
    return "its `make` is null, so the policy cannot be created";
  }
  std::vector<std::string_view> names;
  for (const ParameterDeclaration& parameter : policy.parameters) {
    std::string fault = fault_of(parameter);
    if (fault.empty() && std::find(names.begin(), names.end(), parameter.name) != names.end()) {
      fault = "it is declared twice";
    }
    if (!fault.empty()) {
      return fmt::format("parameter {}: {}", quote(parameter.name), fault);
    }
    names.push_back(parameter.name);
  }
  if (const PolicyDeclaration* const other = find_policy(policy.seam, policy.name)) {
    const std::string_view plugin = plugin_of(*other);
    return fmt::format("the seam {} already has a policy of this name, {}", seam_listing(policy.seam).name,
                       plugin.empty() ? "built in" : fmt::format("of plugin {}", quote(plugin)));
  }
  return {};
}

/// The reason why loading the file would crash the program; empty if there is none. The system maps a library
/// into memory without checking the length of its file.
std::string why_cut_off(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  Elf64_Ehdr header{};
  if (!file.read(reinterpret_cast<char*>(&header), sizeof header) ||
      std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_phentsize != sizeof(Elf64_Phdr)) {
    return {};  // the system itself reports why such a file cannot be loaded
  }
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  for (unsigned i = 0; !error && i < header.e_phnum; ++i) {
    Elf64_Phdr part{};
    file.seekg(static_cast<std::streamoff>(header.e_phoff + i * sizeof part));
    if (!file.read(reinterpret_cast<char*>(&part), sizeof part) || part.p_offset + part.p_filesz > size) {
      return fmt::format("is truncated: the file has {} bytes, but its headers refer to later positions",
                         size);
    }
  }
  return {};
}

const PluginRecord& record_in(const std::string& path) {
  if (const auto why = why_unreadable(path)) {
    throw std::invalid_argument("plugin " + *why);
  }
  // The system searches for a name without a slash in its own folders, so such a name is extended by "./".
  const std::string file = path.find('/') == std::string::npos ? "./" + path : path;
  if (const std::string why = why_cut_off(path); !why.empty()) {
    refuse_plugin(path, why);
  }
  if (const std::string ending = std::filesystem::path(path).extension().string();
      ending == ".cpp" || ending == ".cc" || ending == ".cxx" || ending == ".hpp" || ending == ".h") {
    refuse_plugin(path, "is source text; name the shared library (.so) that is built from it");
  }
  void* const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* const why = dlerror();
    refuse_plugin(path, fmt::format("cannot be loaded: {}", why == nullptr ? "no reason is known" : why));
  }
  const auto* const record = static_cast<const PluginRecord*>(dlsym(library, kPluginSymbol));
  if (record == nullptr) {
    dlclose(library);
    refuse_plugin(path, "is a shared library, but not a plugin: it lacks the line CURTAIN_PLUGIN(..)");
  }
  if (record->interface == nullptr || std::string_view(record->interface) != CURTAIN_PLUGIN_INTERFACE) {
    const std::string built_for =
        record->interface == nullptr ? "an unknown version" : "Curtain " + std::string(record->interface);
    dlclose(library);
    refuse_plugin(path, fmt::format("was built for {}, but this is Curtain {}; build the plugin again",
                                    built_for, CURTAIN_PLUGIN_INTERFACE));
  }
  return *record;
}

const PolicyDeclaration& declared(const std::string& path, const PluginRecord& record, std::size_t position) {
  if (record.policies == nullptr || record.policies[position] == nullptr) {
    refuse_plugin(path, "has a null pointer in its list of policies");
  }
  try {
    return record.policies[position]();
  } catch (const std::exception& error) {
    refuse_plugin(path, fmt::format("could not declare a policy: {}", error.what()));
  } catch (...) {
    refuse_plugin(path, "could not declare a policy: it threw something that is not a std::exception");
  }
}

std::vector<std::string>& loaded() {
  static std::vector<std::string> paths;
  return paths;
}

}  // namespace

const std::vector<std::string>& loaded_plugins() {
  return loaded();
}

void load_plugin(const std::string& path) {
  const PluginRecord& record = record_in(path);
  std::vector<const PolicyDeclaration*> policies;
  for (std::size_t i = 0; i < record.count; ++i) {
    const PolicyDeclaration& policy = declared(path, record, i);
    if (const std::string fault = fault_of(policy); !fault.empty()) {
      refuse_plugin(path, fmt::format("policy {}: {}", quote(policy.name), fault));
    }
    for (const PolicyDeclaration* const other : policies) {
      if (other->seam == policy.seam && other->name == policy.name) {
        refuse_plugin(path, fmt::format("policy {}: it is declared twice", quote(policy.name)));
      }
    }
    policies.push_back(&policy);
  }
  for (const PolicyDeclaration* const policy : policies) {
    add_policy(*policy, path);
  }
  loaded().push_back(path);
}

}  // namespace curtain::config
