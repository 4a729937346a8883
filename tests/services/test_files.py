"""Files: what is kept by content and name agreeing, and what is refused in words."""

import hashlib
import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.base import ContentFile
from PIL import ExifTags, Image

from tracker.services import file_types, files

OFFICE_PARTS = {"[Content_Types].xml": b"<Types/>", "docProps/app.xml": b"<Properties/>"}


def archive(parts, compression=zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return packed.getvalue()


def office(main="word/document.xml", **more) -> bytes:
    return archive({**OFFICE_PARTS, main: b"<document/>", **more})


def picture(format_name: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (4, 3), "navy").save(drawn, format_name)
    return drawn.getvalue()


def examine(name: str, content: bytes) -> files.FileFacts:
    return files.examine(ContentFile(content, name=name))


PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"
DOCX, XLSX = office(), office("xl/workbook.xml")
PNG, JPEG = picture("PNG"), picture("JPEG")
CSV = b"Visit,Done\n2018-05-01,yes\n"
ALLOWED = {
    "minutes.pdf": (PDF, "application/pdf"),
    "Plan.DOCX": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "visits.xlsx": (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "screen.png": (PNG, "image/png"),
    "photo.jpg": (JPEG, "image/jpeg"),
    "photo.jpeg": (JPEG, "image/jpeg"),
    "visits.csv": (CSV, "text/csv"),
    "note.txt": ("Chief’s note – £5".encode(), "text/plain"),
    "old note.txt": ("Chief’s note – £5".encode("cp1252"), "text/plain"),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_allowed_types_are_told_by_content_and_name(name):
    content, content_type = ALLOWED[name]
    facts = examine(name, content)
    assert (facts.name, facts.content_type, facts.size) == (name, content_type, len(content))
    assert facts.sha256 == hashlib.sha256(content).hexdigest()


def test_file_stands_at_its_beginning_afterwards():
    file = ContentFile(DOCX, name="plan.docx")
    files.examine(file)
    assert file.read() == DOCX


@pytest.mark.parametrize(
    "name",
    ["page.html", "drawing.svg", "run.exe", "old.doc", "macros.docm", "plan.pdf.html", "plan", ".pdf"],
)
def test_other_types_are_refused(name):
    with pytest.raises(file_types.TypeNotAllowed, match="must be a PDF, DOCX, XLSX, PNG, JPEG, CSV or TXT"):
        examine(name, PDF)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("late.pdf", b"GIF89a" + PDF),
        ("photo.png", JPEG),
        ("photo.jpg", PNG),
        ("plan.docx", XLSX),
        ("visits.xlsx", DOCX),
        ("plan.docx", archive({"word/document.xml": b"<document/>"})),
        ("bundle.docx", archive({"readme.txt": b"hello"})),
        ("plan.docx", b"just words"),
        ("note.txt", PDF),
        ("visits.csv", XLSX),
        ("note.txt", b"one\x00two"),
        ("visits.csv", b"caf\x81"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name, content):
    with pytest.raises(file_types.TypeDisagrees, match="although its name says so"):
        examine(name, content)


def test_empty_file_is_refused():
    with pytest.raises(files.EmptyFile, match="The selected file is empty"):
        examine("empty.txt", b"")


def test_file_of_25_megabytes_is_taken():
    assert examine("long.txt", b"a" * files.LIMIT).size == files.LIMIT


def test_file_over_25_megabytes_is_refused():
    with pytest.raises(files.FileTooLarge, match="smaller than 25MB"):
        examine("long.txt", b"a" * (files.LIMIT + 1))


# --- Office documents, by the archive's directory alone ----------------------------------------------


def test_document_with_macros_is_refused():
    with pytest.raises(file_types.HasMacros):
        examine("plan.docx", office(**{"word/vbaProject.bin": b"x"}))


@pytest.mark.parametrize(
    "name", ["xl/macrosheets/sheet1.xml", "word/activeX/activeX1.xml", "word/vbaData.xml"]
)
def test_other_active_content_is_refused(name):
    with pytest.raises(file_types.HasMacros):
        examine("plan.docx", office(**{name: b"x"}))


def test_document_with_a_chart_s_workbook_in_it_is_taken():
    assert examine("plan.docx", office(**{"word/embeddings/chart.xlsx": XLSX})).size


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/embeddings/more.zip", b"x"),
        ("word/embeddings/macros.xlsm", b"x"),
        ("word/embeddings/plan.docx", office(**{"word/embeddings/chart.xlsx": office("xl/workbook.xml")})),
    ],
)
def test_document_with_archives_in_it_is_refused(name, content):
    with pytest.raises(file_types.HasArchives, match="send each by itself"):
        examine("plan.docx", office(**{name: content}))


def test_bomb_inside_an_embedded_document_is_refused():
    bomb = archive({"xl/workbook.xml": bytes(5_000_000)})
    with pytest.raises(file_types.FileDamaged):
        examine("plan.docx", office(**{"word/embeddings/chart.xlsx": bomb}))


def test_macros_of_an_embedded_document_are_refused():
    inner = office("xl/workbook.xml", **{"xl/vbaProject.bin": b"x"})
    with pytest.raises(file_types.HasMacros):
        examine("plan.docx", office(**{"word/embeddings/chart.xlsx": inner}))


def test_document_with_a_password_is_refused():
    with pytest.raises(file_types.PasswordProtected):
        examine("plan.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))


def test_encrypted_entry_is_refused():
    marked = bytearray(DOCX)
    at = marked.index(b"PK\x01\x02")
    marked[at + 8] |= 1
    with pytest.raises(file_types.PasswordProtected):
        examine("plan.docx", bytes(marked))


@pytest.mark.parametrize("name", ["../../etc/cron.d/job", "/etc/passwd", "word\\..\\..\\evil", "C:/evil"])
def test_entry_that_leads_elsewhere_is_refused(name):
    with pytest.raises(file_types.FileDamaged):
        examine("plan.docx", office(**{name: b"x"}))


def test_symbolic_link_is_refused():
    packed = io.BytesIO(DOCX)
    with zipfile.ZipFile(packed, "a") as out:
        entry = zipfile.ZipInfo("word/link")
        entry.external_attr = 0o120777 << 16
        out.writestr(entry, "/etc/passwd")
    with pytest.raises(file_types.FileDamaged):
        examine("plan.docx", packed.getvalue())


def test_archive_bomb_is_refused():
    with pytest.raises(file_types.FileDamaged):
        examine("plan.docx", office(**{"word/media/big.xml": bytes(5_000_000)}))


def test_too_many_entries_are_refused():
    many = {f"word/media/{number}.xml": b"x" for number in range(file_types.MOST_ENTRIES)}
    with pytest.raises(file_types.FileDamaged):
        examine("plan.docx", office(**many))


def test_directory_that_claims_to_be_huge_is_refused():
    claimed = bytearray(DOCX)
    at = claimed.rindex(b"PK\x05\x06")
    struct.pack_into("<I", claimed, at + 12, file_types.MOST_DIRECTORY_BYTES + 1)
    with pytest.raises(file_types.FileDamaged):
        examine("plan.docx", bytes(claimed))


def test_document_cut_in_half_is_refused():
    with pytest.raises(file_types.FileDamaged, match="could not be opened"):
        examine("plan.docx", DOCX[: len(DOCX) // 2])


# --- Pictures ----------------------------------------------------------------------------------------


def test_picture_cut_in_half_is_refused():
    with pytest.raises(file_types.FileDamaged):
        examine("screen.png", PNG[: len(PNG) // 2])


def test_picture_with_too_many_pixels_is_refused():
    def claiming(side: int) -> bytes:
        header = b"IHDR" + struct.pack(">II", side, side) + PNG[24:29]
        return PNG[:12] + header + struct.pack(">I", zlib.crc32(header)) + PNG[33:]

    for side in (8_000, 60_000):
        with pytest.raises(file_types.PictureTooLarge, match="50 million pixels"):
            examine("screen.png", claiming(side))


def photographed(format_name: str) -> bytes:
    """A picture with where and with what it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Model], exif[ExifTags.Base.Orientation] = "Camera of the force", 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (54.0, 34.0, 20.0)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(drawn, format_name, exif=exif)
    return drawn.getvalue()


def redrawn(name: str, content: bytes) -> tuple[bytes, files.FileFacts]:
    file = ContentFile(content, name=name)
    kept, facts = files.without_metadata(file, files.examine(file))
    return kept.read(), facts


@pytest.mark.parametrize(("name", "format_name"), [("photo.jpg", "JPEG"), ("screen.png", "PNG")])
def test_picture_is_kept_without_its_metadata(name, format_name):
    sent = photographed(format_name) + b"<script>alert(1)</script>"
    kept, facts = redrawn(name, sent)
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size) == (format_name, (30, 40))  # the way the camera held it
        assert not picture.getexif()
        assert picture.convert("RGB").getpixel((5, 5))[2] > 100
    for secret in (b"Camera", b"script"):
        assert secret in sent
        assert secret not in kept
    assert facts.size == len(kept)
    assert facts.sha256 == hashlib.sha256(kept).hexdigest()
    assert facts.sent_sha256 == hashlib.sha256(sent).hexdigest()


@pytest.mark.parametrize(
    ("mode", "format_name"),
    [(mode, "PNG") for mode in ("1", "L", "LA", "P", "RGBA", "I;16")] + [("L", "JPEG"), ("CMYK", "JPEG")],
)
def test_pictures_of_every_kind_are_kept(mode, format_name):
    drawn = io.BytesIO()
    Image.new(mode, (4, 3)).save(drawn, format_name)
    name = "a.png" if format_name == "PNG" else "a.jpg"
    kept, _ = redrawn(name, drawn.getvalue())
    assert Image.open(io.BytesIO(kept)).size == (4, 3)


def test_picture_that_cannot_be_drawn_is_refused():
    whole = photographed("JPEG")
    with pytest.raises(file_types.FileDamaged):
        redrawn("photo.jpg", whole[: len(whole) // 2])


def test_other_files_are_kept_as_they_are():
    kept, facts = redrawn("visits.csv", CSV)
    assert kept == CSV
    assert facts.sha256 == facts.sent_sha256


# --- Names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("line\r\nbreak.txt", "linebreak.txt"),
        ("gnp\u202eexe.png", "gnpexe.png"),
        ("a" * 300 + ".txt", "a" * 251 + ".txt"),
    ],
)
def test_name_is_for_showing_only(sent, shown):
    assert files.display_name(sent) == shown
