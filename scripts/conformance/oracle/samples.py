"""Does a sample hold in fail2ban's own tests?

stdin: {"cases": [{"name": FILTER, "config": FOLDER, "files": FOLDER}]}: `files` holds the sample as logs/FILTER.
stdout: for each null, or why not.
"""
import json, os, sys, unittest, warnings

warnings.simplefilter("ignore")
from fail2ban.tests import utils, samplestestcase

# They say on stdout what they are.
out, sys.stdout = sys.stdout, sys.stderr
options = utils.initProcess(utils.DefaultTestOptions())
options.no_network = True
utils.initTests(options)


def answer(case):
    # Files of the same path differ from case to case.
    unittest.F2B.share_config.clear()
    samplestestcase.TEST_FILES_DIR = case["files"]
    test = samplestestcase.testSampleRegexsFactory(case["name"], case["config"])
    kind = type("Case", (samplestestcase.FilterSamplesRegex,), {"testCase": test})
    result = unittest.TestResult()
    kind("testCase").run(result)
    for _, text in result.failures + result.errors:
        return text.strip().split("\n")[-1][:300] or "failed"
    return None if result.testsRun == 1 and not result.skipped else "not run"


json.dump([answer(case) for case in json.load(sys.stdin)["cases"]], out)
