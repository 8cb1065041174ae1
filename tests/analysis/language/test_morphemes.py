import subprocess
import sys

IMPORT_ONLY = """
from analysis.language import morphemes, reading
assert morphemes.kiwi.cache_info().currsize == 0
reading.read_comment("no complaints")
assert morphemes.kiwi.cache_info().currsize == 0
"""


def test_kiwi_is_not_loaded_before_a_korean_comment():
    subprocess.run([sys.executable, "-W", "error", "-c", IMPORT_ONLY], check=True)
