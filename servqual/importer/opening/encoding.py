"""Which encoding a text file is in: marks first, then UTF-8, then the evidence of its letters."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from servqual.errors import FormatError, SettingsError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf-8-sig": "UTF-8 with BOM",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "gb18030": "GB18030",
    "cp949": "CP949",
    "big5hkscs": "Big5",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "cp1252": "cp1252",
    "cp1251": "cp1251",
}
_SAMPLE = 30_000  # letters that are weighed; the whole file must still decode
_HIGH = re.compile(rb"[\x80-\xff]")
_ENOUGH = 0.25  # below this no candidate looks like text of its language
_COMMON = 0.6  # share of common letters in Chinese that is Chinese beyond doubt
_LONGEST_CHARACTER = 4  # bytes of UTF-8

# The letters that make up most of ordinary text in each language, questionnaires included.
_CHINESE = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正"
    "业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原"
    "东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资"
    "命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规"
    "万取拉格望觉术领共确传师观清今切院让识候带导争运客服务质望满意顾非常期值评价很差较般请选填写卷调查题项号序交时间来源网点店城市级会"
    "男女龄收入职业学历您贵分行柜台环境设施整洁态度热情专业速度效率准确及时安全信任理解需求关怀个性化推荐愿建议其他空跳过编岁支遇否银店员"
)
_TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去"
    "法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日者意無力它與長把機民第公此已工使情明性知全又關點正業外將"
    "兩高間由問很最重並物手應向頭文體相見被利什等產或新己制身果加月話合回特代內信表化給世位次度門任常先通教原提立比員解名真論處務務期望"
    "感知服務滿意非常同意普通請選題項顧客質品客戶價"
)
_KOREAN = (
    "이다는의가을에고하지로한은어기를서도사자인과리대시나해스그들있라보수정일만전구아주으우부상것제여게장원와계성오신도면용국소었조경관치"
    "공동물트안모했무간연중내생비실유적음식화당문회습니까요됩입않없적인드며려같때세위받데말더울진개양방거점요후결르교히선단분현재발매품"
    "직야니각동양론린미명반달져야할된될있줄남저학업교환"
    "키오크객원설문기대인지만족평가생각질않아닌예니오별령귀최근느낌든편리빠른처"
)
_KANA = (
    "のにはをたがでてとしれさあいうえおかきくけこすせそちつなぬねひふへほまみむめもやゆよらりるろわんっゃゅょだどばびぶべぼじずぞげござぜ"
    "アイウエオカキクケコサシスセソタチツテトナニネノハヒフヘホマミムメモヤユヨラリルレロワンーッャュョガギグゲゴザジズゼゾダデドバビブベボパピプペポ"
)
_JAPANESE = (
    _KANA
    + "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女"
    "北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨客様質問回答店員対"
    "応期待満足度性別代全体非常不普通良悪思意見自由記述合計番号"
)
_WESTERN = "éèêëàâäáãåæçîïíìñôöóòõøœúùûüßÿÉÈÊÀÂÄÁÃÅÆÇÎÍÑÔÖÓÕØŒÚÙÛÜ"
_WESTERN_SIGNS = "’‘“”„–—…€£§°ºª«»¿¡®©™·•\u00a0"
_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфОЕАИНТСРВЛКМДПУЯГЗБЧХЖШЮЦЩЭФ"
_PUNCTUATION = "，。、：；？！（）“”‘’《》【】—…·．－～「」『』┋／％　＋０１２３４５６７８９"


@dataclass(frozen=True)
class _Candidate:
    """One encoding, and the letters that text in it is made of."""

    encoding: str
    common: frozenset[str]
    strange: str  # letters that speak against it, as a character class


_CANDIDATES = (
    _Candidate("gb18030", frozenset(_CHINESE + _PUNCTUATION), r"[\uac00-\ud7a3\ue000-\uf8ff]"),
    _Candidate("cp949", frozenset(_KOREAN), r"[\u4e00-\u9fff\uf900-\ufaff]"),
    _Candidate("big5hkscs", frozenset(_TRADITIONAL + _PUNCTUATION), r"[\ue000-\uf8ff]"),
    _Candidate("cp932", frozenset(_JAPANESE + _PUNCTUATION), r"[\uff61-\uff9f\ue000-\uf8ff]"),
    _Candidate("euc_jp", frozenset(_JAPANESE + _PUNCTUATION), r"[\uff61-\uff9f\ue000-\uf8ff]"),
    _Candidate("cp1252", frozenset(_WESTERN + _WESTERN_SIGNS), r"[¤¦¨¬¯±´¶¸¹²³¼½¾×÷ÐðÞþ]"),
    _Candidate(
        "cp1251", frozenset(_RUSSIAN + _WESTERN_SIGNS + "№Ёё"), r"[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇІіґєјЅѕї]"
    ),
)


def decode(content: bytes, file: str, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Parameters
    ----------
    content : bytes
        The whole file.
    file : str
        Its name, for messages.
    encoding : str, optional
        Use this one and no other.

    Raises
    ------
    FormatError
        The bytes are not text, were cut off inside a character, or are not in ``encoding``.
    SettingsError
        There is no encoding of that name.
    """
    if encoding:
        return _decode_as(content, file, encoding), _display(encoding)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decode_as(content, file, name), _NAMES[name]
    wide = _wide_without_mark(content)
    if wide:
        return _decode_as(content, file, wide), _NAMES[wide]
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        if _cut_off(content, error):
            raise FormatError(
                f"{file}: the file ends in the middle of a character, so it is cut off. Export "
                "it again."
            ) from error
    return _by_letters(content, file)


def codec_of(content: bytes, file: str, encoding: str | None = None) -> str:
    """Return the codec that :func:`decode` reads a text with, by its beginning or by all of it.

    Examples
    --------
    >>> codec_of("mañana".encode("cp1252"), "guests.csv")
    'cp1252'
    """
    if encoding:
        return encoding
    marks = (name for mark, name in _MARKS if content.startswith(mark))
    # a beginning may be cut off in the middle of a character
    known = next(marks, None) or _wide_without_mark(content[: len(content) & ~1])
    if known:
        return known
    found = decode(content, file)[1]
    return next((codec for codec, name in _NAMES.items() if name == found), found)


def _display(encoding: str) -> str:
    """Return the usual name of an encoding."""
    return _NAMES.get(codecs.lookup(encoding).name, encoding)


def _decode_as(content: bytes, file: str, encoding: str) -> str:
    """Return the text in a given encoding, or say where it does not fit."""
    try:
        codecs.lookup(encoding)
        text = content.decode(encoding)
    except LookupError as error:
        raise SettingsError(
            f"there is no encoding called {encoding!r}. Examples: utf-8, utf-16, gb18030, cp949, "
            "cp1252."
        ) from error
    except (UnicodeError, ValueError) as error:
        where = f" (byte {error.start + 1})" if isinstance(error, UnicodeDecodeError) else ""
        raise FormatError(
            f"{file}: this file is not {_NAMES.get(encoding, encoding)}{where}. Leave out "
            "--encoding to have the "
            "encoding found, or name another."
        ) from error
    return text.removeprefix("\ufeff")


def _cut_off(content: bytes, error: UnicodeDecodeError) -> bool:
    """Say whether the file is UTF-8 with proper characters up to an unfinished one at its end."""
    unfinished = (
        error.reason == "unexpected end of data" and len(content) - error.start < _LONGEST_CHARACTER
    )
    return unfinished and any(byte > 127 for byte in content[: error.start])


def _wide_without_mark(content: bytes) -> str | None:
    """Return UTF-16 of either byte order when every other byte of the start is mostly zero."""
    sample = content[:4096]
    half = len(sample) // 2
    if len(content) % 2 or half == 0:
        return None
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        others = sample[0::2] if name == "utf-16-le" else sample[1::2]
        if zeros.count(0) > 0.3 * half and others.count(0) == 0:
            return name
    return None


def _by_letters(content: bytes, file: str) -> tuple[str, str]:
    """Return the reading whose letters look most like text of their language."""
    weighed = []
    # up to here every candidate reads the same plain letters
    first = _HIGH.search(content)
    start = max(0, first.start() - 1) if first else 0
    for place, candidate in enumerate(_CANDIDATES):
        try:
            text = content.decode(candidate.encoding)
        except UnicodeDecodeError:
            continue
        weighed.append(
            (_likeness(text[start : start + _SAMPLE], candidate), -place, candidate.encoding, text)
        )
    if weighed:
        best = max(weighed)
        chinese = next((found for found in weighed if found[2] == "gb18030"), best)
        if best[2] == "cp1251" and _is_chinese(chinese[3][start : start + _SAMPLE]):
            best = chinese
        if best[0] >= _ENOUGH:
            return best[3], _NAMES[best[2]]
    return _second_opinion(content, file)


def _is_chinese(text: str) -> bool:
    """Say whether the words of a text, each counted once, are made of common Chinese letters.

    Pairs of Cyrillic letters read as Chinese ones too, but as any of thousands.
    """
    letters = "".join(set(re.findall(r"[\x80-\U0010ffff]+", text)))
    common = _CANDIDATES[0].common
    return sum(letter in common for letter in letters) > _COMMON * len(letters)


def _likeness(text: str, candidate: _Candidate) -> float:
    """Return the share of common letters among those beyond ASCII, less the strange ones."""
    letters = Counter({letter: n for letter, n in Counter(text).items() if letter > "\x7f"})
    total = letters.total()
    if not total:
        return 0.0
    common = sum(n for letter, n in letters.items() if letter in candidate.common)
    strange = sum(map(len, re.findall(candidate.strange + "+", text)))
    control = sum(n for letter, n in letters.items() if "\x80" <= letter <= "\x9f")
    runs = 0
    if (
        candidate.encoding == "cp1252"
    ):  # western words mix accents with plain letters; a run of accents is no word
        runs = sum(map(len, re.findall(r"[\x80-\uffff]{3,}", text)))
    if (
        candidate.encoding == "cp1251"
    ):  # Russian words are runs; a single letter among ASCII is an accent misread
        runs = len(re.findall(r"(?<=[A-Za-z])[\x80-\uffff](?![\x80-\uffff])", text))
        # and capitals begin words: letters of two bytes show as small and large ones in turn
        runs += 2 * len(re.findall(r"(?<=[а-яё])[А-ЯЁ]", text))
    return (common - strange - control - runs) / total


def _second_opinion(content: bytes, file: str) -> tuple[str, str]:
    """Ask charset-normalizer about encodings that are not weighed here."""
    from charset_normalizer import from_bytes

    found = from_bytes(content[: 10 * _SAMPLE]).best()
    if found is not None and not found.encoding.startswith(("utf_16", "utf_32", "utf_7")):
        try:
            return content.decode(found.encoding), found.encoding
        except (UnicodeError, LookupError):
            pass
    raise FormatError(
        f"{file}: the encoding of this file cannot be told. Name it with --encoding (for "
        "instance gb18030, cp949 or "
        "cp1252), or save the file as UTF-8."
    )
