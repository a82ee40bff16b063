"""Issued documents, words and sections of documents, hand-overs, notes, and rules and expectations with dates"""

import sqlalchemy as sa
from alembic import op

from opcoord.storage.schema import KEPT_TRIGGERS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the file to this schema."""
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("giver", sa.String(length=200), nullable=False),
        sa.Column("taker", sa.String(length=200), nullable=False),
        sa.Column("token", sa.String(length=36), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_table(
        "issued_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=600), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("audit_head", sa.String(length=64), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
        sa.UniqueConstraint("phase", "kind", "agency", "public", "number", name="uq_issued_document_number"),
    )
    op.create_table(
        "expected_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("first_phase", sa.Integer(), nullable=False),
        sa.Column("last_phase", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_expected_period_agency_id_agency"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expected_period")),
    )
    op.create_index(op.f("ix_expected_period_agency_id"), "expected_period", ["agency_id"], unique=False)

    op.create_table(
        "issued_total",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issued_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("qualifier", sa.String(length=20), nullable=False),
        sa.Column("adjustment", sa.Integer(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_id"], ["issued_document.id"], name=op.f("fk_issued_total_issued_id_issued_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_total")),
    )
    op.create_index(op.f("ix_issued_total_issued_id"), "issued_total", ["issued_id"], unique=False)

    op.create_table(
        "measure_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("first_phase", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_measure_rule_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_rule")),
        sa.UniqueConstraint("measure_id", "first_phase", name="uq_measure_rule_phase"),
    )
    op.create_index(op.f("ix_measure_rule_measure_id"), "measure_rule", ["measure_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_note_agency_id_agency"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_note_phase_id_phase"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_phase_id"), "note", ["phase_id"], unique=False)

    op.create_table(
        "page_setup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=True),
        sa.Column("embargo_until", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_page_setup_phase_id_phase"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_setup")),
        sa.UniqueConstraint("phase_id", "kind", "public", name="uq_page_setup_document"),
    )
    op.create_index(op.f("ix_page_setup_phase_id"), "page_setup", ["phase_id"], unique=False)

    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("internal", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_wording_phase_id_phase"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("phase_id", "kind", "place", name="uq_wording_place"),
    )
    op.create_index(op.f("ix_wording_phase_id"), "wording", ["phase_id"], unique=False)

    op.add_column("operation", sa.Column("owner", sa.String(length=200), server_default="", nullable=False))
    op.add_column("operation", sa.Column("small_number", sa.Integer(), server_default="5", nullable=False))
    op.add_column("operation", sa.Column("identity", sa.String(length=36), server_default="", nullable=False))
    op.execute("UPDATE operation SET identity = lower(hex(randomblob(16)))")
    for statement in KEPT_TRIGGERS.values():
        op.execute(statement)
