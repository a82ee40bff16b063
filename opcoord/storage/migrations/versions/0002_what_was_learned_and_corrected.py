"""What was learned from agencies, corrections of figures, files of which only the cells were kept"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the file to this schema."""
    op.create_table(
        "agency_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agency_label_agency_id_agency"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_agency_label_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_label")),
        sa.UniqueConstraint("agency_id", "label", name="uq_agency_label"),
    )
    op.create_index(op.f("ix_agency_label_agency_id"), "agency_label", ["agency_id"], unique=False)
    op.create_table(
        "agency_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("label_heading", sa.String(length=300), nullable=False),
        sa.Column("figure_heading", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agency_table_agency_id_agency"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_table")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_agency_table_agency_id")),
    )
    # With a default in the store, a step of the older schema can still be undone and redone.
    for name in ("label", "correction", "correction_reason"):
        op.add_column("figure", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("return", sa.Column("fingerprint_rule", sa.Integer(), server_default="1", nullable=False))
    op.add_column("received_file", sa.Column("whole", sa.Boolean(), server_default=sa.true(), nullable=False))
