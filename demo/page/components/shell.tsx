import { Drawer } from '../drawer/drawer.tsx';
import { useStore } from '../store.tsx';
import { Composer } from './composer.tsx';
import { DropZone } from './drop-zone.tsx';
import { GuideStrip } from './guide-strip.tsx';
import { Header } from './header.tsx';
import { Lightbox } from './lightbox.tsx';
import { MessageList } from './message-list.tsx';
import { ModalDialog } from './modal-dialog.tsx';
import { Sidebar } from './sidebar.tsx';

/** The whole page: places on the left, the conversation in the middle, what happened below it on the right. */
export function Shell() {
  const { state } = useStore();
  return (
    <div class={`shell ${state.drawerOpen ? 'with-drawer' : ''} ${state.sidebarOpen ? 'with-sidebar' : ''}`}>
      <a class="skip" href="#composer">
        Skip to the message field
      </a>
      <Sidebar />
      <main class="chat">
        <Header />
        <GuideStrip />
        <MessageList />
        <Composer />
      </main>
      {state.drawerOpen && <Drawer />}
      <DropZone />
      {state.modal !== null && <ModalDialog key={state.modal.modalId} opened={state.modal} />}
      {state.enlarged !== null && <Lightbox enlarged={state.enlarged} />}
    </div>
  );
}
