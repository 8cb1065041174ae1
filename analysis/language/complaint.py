"""Hears when a customer speaks of taking it elsewhere: a regulator, a court, a lawyer, the press.

Only such a step counts, not every reproach; where it is only named to say that it was not needed,
it does not.
"""

import re

STEP = re.compile(
    r"""
    금감원|금융감독원|금융위원회|소비자원|소보원|분쟁\s*조정|국민신문고
    |민원(?!\s*(?:실|인|창구|서류|24|처리\s*기간|업무|대))
    |소송(?!\s*(?:비용|특약|보험))
    |고소(?:장|를|하겠|할|해야|합니다|할게|하려)|고발(?:장|을|하겠|할|해야|합니다)|법적\s*(?:조치|대응|절차|책임)
    |변호사(?:를|한테|에게|랑|와)?\s*(?:선임(?!\s*비)|상담|통해|사려|쓰려|쓸|알아보|만나|찾아|붙)
    |(?:언론사?|방송국?|기자|신문사|뉴스)\s*(?:에|에다|한테|에게|쪽에)?\s*(?:다\s*)?(?:제보|알리|알릴|터뜨|터트|폭로)
    |(?<!어)제보\s*(?:하겠|할|합니다|해야|하려)
    |\bombudsman\b|\bregulators?\b|\bfinancial\s+(?:supervisory|services\s+commission)|\bFSS\b
    |\bconsumer\s+(?:agency|protection|affairs)\b
    |\blaw\s?suits?\b|\b(?:to|will|ll|we|i|they|could|should|would|may|might)\s+sue\b|\bsu(?:ed|ing)\b(?!\s+(?:me|us)\b)|\blegal\s+(?:action|steps|proceedings)\b
    |\b(?:to|in|via|through)\s+(?:small\s+claims\s+)?court\b
    |\b(?:my|a|an|our|hire|hired|call|get|see|contact|with)\s+(?:lawyer|attorney|solicitor)s?\b
    |\b(?:to|with)\s+the\s+(?:press|media|newspapers?|news)\b
    |\b(?:file|filed|filing|lodge|lodged|lodging|make|made|making)\s+a\s+(?:formal\s+|official\s+)?complaint\b
    |\breport(?:ed|ing)?\s+(?:you|them|this|it)\s+to\s+(?:the|a|an)?\s*(?:authorit|regulat|ombuds|financial|government|police|fss|consumer)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Right after the step: 민원 없이, 소송까지 안 가고, 민원 넣을 일이 없었어요.
NOT_NEEDED_AFTER = re.compile(
    r"\s*(?:같은\s*(?:거|것)\s*)?(?:은|는|이|가|을|를|도|까지|으로|에)?\s*(?:가|갈|넣을|할|걸)?\s*"
    r"(?:필요(?:도|가|는)?\s*없|일(?:도|이|은)?\s*없|없이|없었|없습|없어|안\s*(?:가|하|넣|걸)|않)"
)
# Right before it: "without a lawyer", "never had to file a complaint", "no lawsuit".
NOT_NEEDED_BEFORE = re.compile(
    r"\b(?:without|no|not|never|didn['’]?t|don['’]?t|no\s+need\s+to|instead\s+of)\b"
    r"(?:\s+(?:having|had|have|need(?:ed)?|want|going|go|to|any|ever|the|be)){0,5}\s*$",
    re.IGNORECASE,
)


def speaks_of_complaint(text: str) -> bool:
    """Tell whether a comment reports or threatens a step outside the insurer."""
    return any(
        not NOT_NEEDED_AFTER.match(text, step.end())
        and not NOT_NEEDED_BEFORE.search(text, 0, step.start())
        for step in STEP.finditer(text)
    )
