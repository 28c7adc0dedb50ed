import type { Rule } from './rule.ts';
import { rule as actionNamedTwice } from './rules/action-named-twice/rule.ts';
import { rule as actionNotFound } from './rules/action-not-found/rule.ts';
import { rule as actionWithoutBan } from './rules/action-without-ban/rule.ts';
import { rule as addressAsIgnoreregex } from './rules/address-as-ignoreregex/rule.ts';
import { rule as addressOfOtherLine } from './rules/address-of-other-line/rule.ts';
import { rule as ambiguousParameter } from './rules/ambiguous-parameter/rule.ts';
import { rule as badAction } from './rules/bad-action/rule.ts';
import { rule as badDatepattern } from './rules/bad-datepattern/rule.ts';
import { rule as badJournalmatch } from './rules/bad-journalmatch/rule.ts';
import { rule as badLogLevel } from './rules/bad-log-level/rule.ts';
import { rule as badOptionList } from './rules/bad-option-list/rule.ts';
import { rule as blankInLogpath } from './rules/blank-in-logpath/rule.ts';
import { rule as blankLeftByDate } from './rules/blank-left-by-date/rule.ts';
import { rule as blindIgnorecommand } from './rules/blind-ignorecommand/rule.ts';
import { rule as bothRegexesActive } from './rules/both-regexes-active/rule.ts';
import { rule as brokenInclude } from './rules/broken-include/rule.ts';
import { rule as brokenReference } from './rules/broken-reference/rule.ts';
import { rule as byteOrderMark } from './rules/byte-order-mark/rule.ts';
import { rule as commentedRegexLine } from './rules/commented-regex-line/rule.ts';
import { rule as coveredFailregex } from './rules/covered-failregex/rule.ts';
import { rule as datepatternAsText } from './rules/datepattern-as-text/rule.ts';
import { rule as deadAlternative } from './rules/dead-alternative/rule.ts';
import { rule as defaultDateWithoutEffect } from './rules/default-date-without-effect/rule.ts';
import { rule as defaultWithoutEffect } from './rules/default-without-effect/rule.ts';
import { rule as definitionMissing } from './rules/definition-missing/rule.ts';
import { rule as duplicateOption } from './rules/duplicate-option/rule.ts';
import { rule as duplicateSection } from './rules/duplicate-section/rule.ts';
import { rule as emptyRegex } from './rules/empty-regex/rule.ts';
import { rule as enabledByDefault } from './rules/enabled-by-default/rule.ts';
import { rule as endOfTextAnchor } from './rules/end-of-text-anchor/rule.ts';
import { rule as endlessSearch } from './rules/endless-search/rule.ts';
import { rule as everybodyIgnored } from './rules/everybody-ignored/rule.ts';
import { rule as everythingExcused } from './rules/everything-excused/rule.ts';
import { rule as filterInJailFile } from './rules/filter-in-jail-file/rule.ts';
import { rule as filterNotFound } from './rules/filter-not-found/rule.ts';
import { rule as filterWithoutFailregex } from './rules/filter-without-failregex/rule.ts';
import { rule as forgedAddress } from './rules/forged-address/rule.ts';
import { rule as forgedException } from './rules/forged-exception/rule.ts';
import { rule as groupLostToFlags } from './rules/group-lost-to-flags/rule.ts';
import { rule as halfADate } from './rules/half-a-date/rule.ts';
import { rule as hashInValue } from './rules/hash-in-value/rule.ts';
import { rule as idleEnd } from './rules/idle-end/rule.ts';
import { rule as idleGrowth } from './rules/idle-growth/rule.ts';
import { rule as idleIgnoreregex } from './rules/idle-ignoreregex/rule.ts';
import { rule as idleJailOption } from './rules/idle-jail-option/rule.ts';
import { rule as ignoredNonAddress } from './rules/ignored-non-address/rule.ts';
import { rule as impossibleDatepattern } from './rules/impossible-datepattern/rule.ts';
import { rule as impossibleRegex } from './rules/impossible-regex/rule.ts';
import { rule as includeLoop } from './rules/include-loop/rule.ts';
import { rule as includeNotFound } from './rules/include-not-found/rule.ts';
import { rule as jailFindsNothing } from './rules/jail-finds-nothing/rule.ts';
import { rule as jailInAnotherFile } from './rules/jail-in-another-file/rule.ts';
import { rule as jailUsednsWins } from './rules/jail-usedns-wins/rule.ts';
import { rule as jailWithoutAction } from './rules/jail-without-action/rule.ts';
import { rule as jailWithoutFilter } from './rules/jail-without-filter/rule.ts';
import { rule as jailWithoutLog } from './rules/jail-without-log/rule.ts';
import { rule as leftField } from './rules/left-field/rule.ts';
import { rule as lineFeedWithoutMaxlines } from './rules/line-feed-without-maxlines/rule.ts';
import { rule as longJailName } from './rules/long-jail-name/rule.ts';
import { rule as longerName } from './rules/longer-name/rule.ts';
import { rule as lookedUpName } from './rules/looked-up-name/rule.ts';
import { rule as lostTrailingBlank } from './rules/lost-trailing-blank/rule.ts';
import { rule as lowMaxtime } from './rules/low-maxtime/rule.ts';
import { rule as missingComma } from './rules/missing-comma/rule.ts';
import { rule as missingLog } from './rules/missing-log/rule.ts';
import { rule as missingSectionHeader } from './rules/missing-section-header/rule.ts';
import { rule as misspeltOption } from './rules/misspelt-option/rule.ts';
import { rule as misspeltSection } from './rules/misspelt-section/rule.ts';
import { rule as modeNotPassed } from './rules/mode-not-passed/rule.ts';
import { rule as monthAsMinute } from './rules/month-as-minute/rule.ts';
import { rule as needsNewerPython } from './rules/needs-newer-python/rule.ts';
import { rule as noFailureId } from './rules/no-failure-id/rule.ts';
import { rule as noLogFile } from './rules/no-log-file/rule.ts';
import { rule as noSuchTag } from './rules/no-such-tag/rule.ts';
import { rule as noValueToReferTo } from './rules/no-value-to-refer-to/rule.ts';
import { rule as notABoolean } from './rules/not-a-boolean/rule.ts';
import { rule as notANumber } from './rules/not-a-number/rule.ts';
import { rule as notAPort } from './rules/not-a-port/rule.ts';
import { rule as notAProtocol } from './rules/not-a-protocol/rule.ts';
import { rule as notATime } from './rules/not-a-time/rule.ts';
import { rule as onlyNotified } from './rules/only-notified/rule.ts';
import { rule as optionInsideValue } from './rules/option-inside-value/rule.ts';
import { rule as optionNamedAsGroup } from './rules/option-named-as-group/rule.ts';
import { rule as optionOfAnotherFile } from './rules/option-of-another-file/rule.ts';
import { rule as optionalHost } from './rules/optional-host/rule.ts';
import { rule as overlayOfNothing } from './rules/overlay-of-nothing/rule.ts';
import { rule as overlayReplacesRegexes } from './rules/overlay-replaces-regexes/rule.ts';
import { rule as overlayReplacesVariable } from './rules/overlay-replaces-variable/rule.ts';
import { rule as overriddenOption } from './rules/overridden-option/rule.ts';
import { rule as parameterReadAsDatepattern } from './rules/parameter-read-as-datepattern/rule.ts';
import { rule as parameterSetByJail } from './rules/parameter-set-by-jail/rule.ts';
import { rule as partlyCutDate } from './rules/partly-cut-date/rule.ts';
import { rule as percentNotDoubled } from './rules/percent-not-doubled/rule.ts';
import { rule as portNotPassed } from './rules/port-not-passed/rule.ts';
import { rule as posixClass } from './rules/posix-class/rule.ts';
import { rule as prefregexOverLines } from './rules/prefregex-over-lines/rule.ts';
import { rule as prefregexWithoutContent } from './rules/prefregex-without-content/rule.ts';
import { rule as proxyAddress } from './rules/proxy-address/rule.ts';
import { rule as quotedRegex } from './rules/quoted-regex/rule.ts';
import { rule as referenceTooDeep } from './rules/reference-too-deep/rule.ts';
import { rule as refusedValue } from './rules/refused-value/rule.ts';
import { rule as regexAsOption } from './rules/regex-as-option/rule.ts';
import { rule as regexAsSection } from './rules/regex-as-section/rule.ts';
import { rule as regexDoesNotCompile } from './rules/regex-does-not-compile/rule.ts';
import { rule as regexWarning } from './rules/regex-warning/rule.ts';
import { rule as replacedIgnoreip } from './rules/replaced-ignoreip/rule.ts';
import { rule as rotatedLogs } from './rules/rotated-logs/rule.ts';
import { rule as selfReference } from './rules/self-reference/rule.ts';
import { rule as shadowedTag } from './rules/shadowed-tag/rule.ts';
import { rule as shortBantime } from './rules/short-bantime/rule.ts';
import { rule as skiplinesWithoutMaxlines } from './rules/skiplines-without-maxlines/rule.ts';
import { rule as slowSearch } from './rules/slow-search/rule.ts';
import { rule as splitChain } from './rules/split-chain/rule.ts';
import { rule as tagInJailOption } from './rules/tag-in-jail-option/rule.ts';
import { rule as textAfterSemicolon } from './rules/text-after-semicolon/rule.ts';
import { rule as timeAddsDigits } from './rules/time-adds-digits/rule.ts';
import { rule as undatedMatches } from './rules/undated-matches/rule.ts';
import { rule as undecodableFile } from './rules/undecodable-file/rule.ts';
import { rule as undefinedTag } from './rules/undefined-tag/rule.ts';
import { rule as unexaminedRegexes } from './rules/unexamined-regexes/rule.ts';
import { rule as unitWithoutType } from './rules/unit-without-type/rule.ts';
import { rule as unknownActionTag } from './rules/unknown-action-tag/rule.ts';
import { rule as unknownReference } from './rules/unknown-reference/rule.ts';
import { rule as unknownWord } from './rules/unknown-word/rule.ts';
import { rule as unmatchedContent } from './rules/unmatched-content/rule.ts';
import { rule as unmatchedIgnoreregex } from './rules/unmatched-ignoreregex/rule.ts';
import { rule as unmatchedSample } from './rules/unmatched-sample/rule.ts';
import { rule as unreadFile } from './rules/unread-file/rule.ts';
import { rule as unreadJournalmatch } from './rules/unread-journalmatch/rule.ts';
import { rule as unreadLogpath } from './rules/unread-logpath/rule.ts';
import { rule as unreadableLine } from './rules/unreadable-line/rule.ts';
import { rule as untiedLines } from './rules/untied-lines/rule.ts';
import { rule as unusedFormula } from './rules/unused-formula/rule.ts';
import { rule as unusedParameter } from './rules/unused-parameter/rule.ts';
import { rule as unusedVariable } from './rules/unused-variable/rule.ts';
import { rule as unwrittenServerLog } from './rules/unwritten-server-log/rule.ts';
import { rule as variableAsText } from './rules/variable-as-text/rule.ts';
import { rule as wholeJournal } from './rules/whole-journal/rule.ts';
import { rule as wordAsSet } from './rules/word-as-set/rule.ts';
import { rule as wrongAddress } from './rules/wrong-address/rule.ts';
import { rule as zeroLimit } from './rules/zero-limit/rule.ts';

/** Every rule; a folder of rules/ each. rules.test.ts holds the two to each other. */
export const rules: readonly Rule[] = [
  actionNamedTwice,
  actionNotFound,
  actionWithoutBan,
  addressAsIgnoreregex,
  addressOfOtherLine,
  ambiguousParameter,
  badAction,
  badDatepattern,
  badJournalmatch,
  badLogLevel,
  badOptionList,
  blankInLogpath,
  blankLeftByDate,
  blindIgnorecommand,
  bothRegexesActive,
  brokenInclude,
  brokenReference,
  byteOrderMark,
  commentedRegexLine,
  coveredFailregex,
  datepatternAsText,
  deadAlternative,
  defaultDateWithoutEffect,
  defaultWithoutEffect,
  definitionMissing,
  duplicateOption,
  duplicateSection,
  emptyRegex,
  enabledByDefault,
  endOfTextAnchor,
  endlessSearch,
  everybodyIgnored,
  everythingExcused,
  filterInJailFile,
  filterNotFound,
  filterWithoutFailregex,
  forgedAddress,
  forgedException,
  groupLostToFlags,
  halfADate,
  hashInValue,
  idleEnd,
  idleGrowth,
  idleIgnoreregex,
  idleJailOption,
  ignoredNonAddress,
  impossibleDatepattern,
  impossibleRegex,
  includeLoop,
  includeNotFound,
  jailFindsNothing,
  jailInAnotherFile,
  jailUsednsWins,
  jailWithoutAction,
  jailWithoutFilter,
  jailWithoutLog,
  leftField,
  lineFeedWithoutMaxlines,
  longJailName,
  longerName,
  lookedUpName,
  lostTrailingBlank,
  lowMaxtime,
  missingComma,
  missingLog,
  missingSectionHeader,
  misspeltOption,
  misspeltSection,
  modeNotPassed,
  monthAsMinute,
  needsNewerPython,
  noFailureId,
  noLogFile,
  noSuchTag,
  noValueToReferTo,
  notABoolean,
  notANumber,
  notAPort,
  notAProtocol,
  notATime,
  onlyNotified,
  optionInsideValue,
  optionNamedAsGroup,
  optionOfAnotherFile,
  optionalHost,
  overlayOfNothing,
  overlayReplacesRegexes,
  overlayReplacesVariable,
  overriddenOption,
  parameterReadAsDatepattern,
  parameterSetByJail,
  partlyCutDate,
  percentNotDoubled,
  portNotPassed,
  posixClass,
  prefregexOverLines,
  prefregexWithoutContent,
  proxyAddress,
  quotedRegex,
  referenceTooDeep,
  refusedValue,
  regexAsOption,
  regexAsSection,
  regexDoesNotCompile,
  regexWarning,
  replacedIgnoreip,
  rotatedLogs,
  selfReference,
  shadowedTag,
  shortBantime,
  skiplinesWithoutMaxlines,
  slowSearch,
  splitChain,
  tagInJailOption,
  textAfterSemicolon,
  timeAddsDigits,
  undatedMatches,
  undecodableFile,
  undefinedTag,
  unexaminedRegexes,
  unitWithoutType,
  unknownActionTag,
  unknownReference,
  unknownWord,
  unmatchedContent,
  unmatchedIgnoreregex,
  unmatchedSample,
  unreadFile,
  unreadJournalmatch,
  unreadLogpath,
  unreadableLine,
  untiedLines,
  unusedFormula,
  unusedParameter,
  unusedVariable,
  unwrittenServerLog,
  variableAsText,
  wholeJournal,
  wordAsSet,
  wrongAddress,
  zeroLimit,
];
